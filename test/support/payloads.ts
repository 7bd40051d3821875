// Code as an attacker would write it into a rule, and whether any of it ran.

/** What the payloads do if they run. */
export const PWN = 'globalThis.pwned=1';
const INTERPOLATION = '\x24{';

/** Texts that try to leave the place in generated code where a text stands. */
export const PAYLOADS: readonly string[] = [
  PWN,
  `";${PWN};//`,
  `';${PWN};//`,
  `\`;${PWN};//`,
  `\\";${PWN};//`,
  `\\\\";${PWN};//`,
  `\\u0022;${PWN};//`,
  `\\x22;${PWN};//`,
  `\u0022});${PWN};({"`,
  `"+(${PWN})+"`,
  `'+(${PWN})+'`,
  `${INTERPOLATION}${PWN}}`,
  `"]}');${PWN};//`,
  `*/${PWN};/*`,
  `\n${PWN}\n//`,
  `\r${PWN}\r//`,
  `\u2028${PWN}\u2028//`,
  `\u2029${PWN}\u2029//`,
  `</script><script>${PWN}</script>`,
  `<!--\n${PWN}\n-->`,
  `//# sourceMappingURL=data:,${PWN}`,
  `\0";${PWN};//`,
  `\ud800";${PWN};//`,
  `\u202e";${PWN};//`,
  `import("data:text/javascript,${PWN}")`,
  `__proto__`,
  `constructor`,
  `x${'\\'.repeat(9)}";${PWN};//`,
  `=>{${PWN}}`,
];

/** True if one of them ran. */
export function isPwned(): boolean {
  return Reflect.has(globalThis, 'pwned') || Reflect.has(Object.prototype, 'pwned');
}
