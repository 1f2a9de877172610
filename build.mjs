// @ts-check
/**
 * Bundles the program into dist/: one entry that starts fast, chunks for what is loaded later, and the library for
 * code that imports the package. Nothing has to be installed beside the package to run it.
 *
 * `node build.mjs --profile <folder>` puts the same program there, with source maps and without what is only shipped.
 */
import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { build } from 'esbuild';

/** @import { BuildOptions, Metafile, Plugin } from 'esbuild' */
/** @import { CatalogEntry } from './src/registry/listing.ts' */

const root = path.dirname(fileURLToPath(import.meta.url));
const { profile } = parseArgs({ options: { profile: { type: 'string' } } }).values;
const dist = path.resolve(profile ?? path.join(root, 'dist'));
/** @satisfies {BuildOptions} */
const shared = /** @type {const} */ ({
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  logLevel: 'warning',
});
/** CommonJS dependencies inside the bundle ask for node's own modules by `require`. */
const requireBanner =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

/**
 * The catalog is computed here, so that a start need not build and convert 138 zod schemas.
 * @returns {Promise<readonly CatalogEntry[]>}
 */
async function computeCatalog() {
  const file = path.join(dist, 'catalog.build.mjs');
  await build({ ...shared, entryPoints: ['src/catalog.ts'], outfile: file, banner: { js: requireBanner } });
  const { catalog } = await import(pathToFileURL(file).href);
  await rm(file);
  return catalog;
}

/** @type {(catalog: readonly CatalogEntry[]) => Plugin} */
const createPlugin = (catalog) => ({
  name: 'alloy-mcp',
  setup({ onLoad, onResolve }) {
    onLoad({ filter: /[/\\]src[/\\]catalog\.ts$/ }, () => ({
      // JSON.parse of a text starts faster than the same value as code.
      contents: `export const catalog = JSON.parse(${JSON.stringify(JSON.stringify(catalog))});`,
      loader: 'js',
    }));
    // The SDK's default validator of JSON Schema is a quarter of a megabyte that every start would evaluate.
    onResolve({ filter: /^@modelcontextprotocol\/server\/_shims$/ }, () => ({
      path: path.join(root, 'src', 'mcp', 'sdk-shims.ts'),
    }));
  },
});

/**
 * What is read of a package's package.json.
 * @typedef {object} Package
 * @property {string} name
 * @property {string} version
 * @property {string} [license]
 * @property {string | { readonly url?: string }} [repository]
 * @property {string} [homepage]
 */

/**
 * Where the source of a package is; MPL-2.0 asks to tell.
 * @param {Package['repository']} repository
 */
function formatSource(repository) {
  const url = typeof repository === 'string' ? repository : repository?.url;
  if (url === undefined) return undefined;
  const address = /^[\w.-]+\/[\w.-]+$/.test(url) ? `https://github.com/${url}` : url;
  return address
    .replace(/^git\+/, '')
    .replace(/^(?:git|ssh):\/\/(?:git@)?/, 'https://')
    .replace(/\.git$/, '');
}

/**
 * The licences of everything that is inside the bundle, as they ask for; `npm run audit:deps` reads them.
 * @param {Metafile} metafile
 */
async function writeLicenses(metafile) {
  const packages = new Set(
    Object.keys(metafile.inputs).flatMap(
      (input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? [],
    ),
  );
  const texts = await Promise.all(
    [...packages].sort().map(async (folder) => {
      const description = await readFile(path.join(root, folder, 'package.json'), 'utf8');
      /** @type {Package} */
      const { name, version, license, repository, homepage } = JSON.parse(description);
      const files = ['LICENSE', 'LICENSE.md', 'license', 'LICENSE.txt', 'License'];
      const found = await Promise.all(
        files.map((file) => readFile(path.join(root, folder, file), 'utf8').catch(() => undefined)),
      );
      return `${name} ${version} (${license})\n${formatSource(repository) ?? homepage}\n\n${found.find((text) => text !== undefined)?.trim() ?? 'See its package.'}\n`;
    }),
  );
  await writeFile(path.join(dist, 'THIRD_PARTY_LICENSES.txt'), texts.join(`\n${'-'.repeat(80)}\n\n`));
}

/** The declarations of the library; it is written so that its own file says everything. */
async function writeTypes() {
  const declarations = path.join(dist, 'types');
  const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const flags = ['--project', 'tsconfig.build.json', '--outDir', declarations];
  await promisify(execFile)(process.execPath, [tsc, ...flags], { cwd: root });
  const text = await readFile(path.join(declarations, 'src', 'library.d.ts'), 'utf8');
  if (/^import /m.test(text))
    throw new Error('library.d.ts imports other files; its types have to stand alone');
  await writeFile(path.join(dist, 'library.d.ts'), text);
  await rm(declarations, { recursive: true });
}

// A folder of somebody else's is not emptied.
if (profile === undefined) await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
const catalog = await computeCatalog();
const { metafile } = await build({
  ...shared,
  entryPoints: { main: 'src/main.ts', library: 'src/library.ts' },
  outdir: dist,
  splitting: true,
  minify: true,
  keepNames: false,
  metafile: true,
  sourcemap: profile === undefined ? false : 'external',
  chunkNames: 'chunks/[name]-[hash]',
  banner: { js: requireBanner },
  plugins: [createPlugin(catalog)],
});
if (profile === undefined) {
  await Promise.all([writeLicenses(metafile), writeTypes()]);
  await chmod(path.join(dist, 'main.js'), 0o755);
}
