// What is wrong with the configuration → one error that lists all of it.

/** A configuration that cannot be used. The message names every key with what was found and what is expected. */
export class InfraConfigError extends Error {
  override readonly name = 'InfraConfigError';
  readonly problems: readonly string[];

  /** @param what is wrong: the file's path, or "configuration" where there is none */
  constructor(problems: readonly string[], what = 'configuration', options?: ErrorOptions) {
    const list = problems.map((problem) => `  ${problem}`).join('\n');
    super(`${what} is wrong:\n${list}`, options);
    this.problems = problems;
  }
}
