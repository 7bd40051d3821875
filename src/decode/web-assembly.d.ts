// The little of WebAssembly that decoding uses: Node has it, and types of Node only in part.

declare var WebAssembly: {
  /** False where this processor, or this Node, lacks what the module needs. */
  validate(bytes: Uint8Array): boolean;
  readonly Module: new (bytes: Uint8Array) => object;
  /** `Exports` is what the module exports: whoever made it knows. */
  readonly Instance: new <Exports>(
    module: object,
  ) => { readonly exports: Exports };
};
