// A rule's fields → does it judge the program behind a connection?

/**
 * Fields that describe the program: its file, signature, command line and parent. A rule that reads one of
 * them has nothing to judge where no log names the program, and "not signed" would hold of nobody in particular.
 */
const PROGRAM_FIELDS: ReadonlySet<string> = new Set(
  [
    'Image',
    'OriginalFileName',
    'CommandLine',
    'CurrentDirectory',
    'Company',
    'Description',
    'Product',
    'FileVersion',
    'Signature',
    'SignatureStatus',
    'Signed',
    'Hashes',
    'Imphash',
    'md5',
    'sha1',
    'sha256',
    'IntegrityLevel',
    'ParentImage',
    'ParentCommandLine',
    'ParentProcessId',
    'ParentProcessGuid',
    'ParentUser',
    'Application',
    'ProcessName',
    'NewProcessName',
  ].map((name) => name.toLowerCase()),
);

/** Elastic's own names for the same, which its source passes through: `process.executable`, … */
const PROGRAM_PREFIX = 'process.';

/** True if one of the fields describes the program. Case does not matter. */
export function readsProgram(fields: readonly string[]): boolean {
  return fields.some((field) => {
    const name = field.toLowerCase();
    return PROGRAM_FIELDS.has(name) || name.startsWith(PROGRAM_PREFIX);
  });
}
