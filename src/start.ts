#!/usr/bin/env node
/**
 * What the package's bin names. It looks at Node's version before anything of the program is parsed, which an old Node
 * could not do, and then loads it. Node 10 and later parse this file, some as a script and some as a module: it has no
 * static import and no newer syntax.
 */
// The same as `engines` in package.json, which is only advice where nobody installs: clients start what they find.
const wanted = [20, 19] as const;
const found = process.versions.node.split('.').map(Number);

if (Number(found[0]) < wanted[0] || (found[0] === wanted[0] && Number(found[1]) < wanted[1])) {
  process.stderr.write(
    `alloy-mcp needs Node ${wanted.join('.')} or later; this is ${process.version} at ${process.execPath}. Update it, or give the path of a newer node as the command that your MCP client starts.\n`,
  );
  process.exitCode = 2;
} else {
  void import('./main.ts');
}
