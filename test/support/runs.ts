// How much is tried: a quarter of a property's examples in `npm test`, all of them in `npm run test:thorough`.

/** Set by `npm run test:thorough`, and by `npm run check:nets`. */
export const IS_THOROUGH = process.env['SIGMA_LAMBDA_THOROUGH'] === '1';

/** Of what is enough to be sure, what is tried now; at least one. */
export function runs(thorough: number): number {
  return IS_THOROUGH ? thorough : Math.ceil(thorough / 4);
}
