import metadata from '../../package.json' with { type: 'json' };

/**
 * What the package is called where it is published and imported; it may change, and only package.json says it. Every
 * `alloy-mcp` that is written out in src/ is something else and stays: the program (its commands, messages, and the
 * name by which the server introduces itself), names within the protocol (`alloy-mcp-...` headers, `alloy-mcp/...`
 * metadata), and the labels that keys are derived by, without which no older trail or stand-in could be read.
 * @public
 */
export const packageName = metadata.name;
export const version = metadata.version;
/** Where its README is. */
export const homepage = metadata.homepage;
