// The version that archived findings name as their product's. A test holds it against package.json.

/** Of sigma-lambda. */
export const PRODUCT_VERSION = '0.1.0';
