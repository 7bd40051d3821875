// Lets dependency-cruiser's own command line and editors use the table of scripts/layers.ts.
// Needs a Node that runs TypeScript; `npm run check:layers` sees to that and also counts what was read.
const { CRUISE_OPTIONS, FORBIDDEN } = require('./scripts/layer-rules.ts');

module.exports = { forbidden: FORBIDDEN, options: CRUISE_OPTIONS };
