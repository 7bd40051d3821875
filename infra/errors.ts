// What is wrong with the configuration → one error that lists all of it.

/** Context that cannot be used. The message names every key with what was found and what is expected. */
export class InfraConfigError extends Error {
  override readonly name = 'InfraConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`configuration is wrong:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}
