// What the storefront's and the studio's builds have in common. Each calls base() from its own
// vite.config.ts; the paths below are relative to web/.
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin, UserConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// The font of the first words starts loading with the page instead of after the style sheet; the others
// come when they are used, behind the first picture.
function preloadFonts(names: string[]): Plugin {
  return {
    name: 'plaza-preload-fonts',
    transformIndexHtml: {
      order: 'post',
      handler(_html, context) {
        const files = Object.keys(context.bundle ?? {});
        return names
          .map((name) => files.find((file) => file.includes(name) && file.endsWith('.woff2')))
          .filter((file) => file !== undefined)
          .map((file) => ({
            tag: 'link',
            injectTo: 'head' as const,
            attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${file}`, crossorigin: '' },
          }));
      },
    },
  };
}

export function base(name: 'storefront' | 'studio', assetsDir: string): UserConfig {
  return {
    root: here(`./${name}`),
    plugins: [
      svelte({ compilerOptions: { runes: true } }),
      preloadFonts(['be-vietnam-pro-latin-400']),
    ],
    resolve: { alias: { $shared: here('./shared') } },
    build: {
      outDir: here(`./dist/${name}`),
      emptyOutDir: true,
      assetsDir,
      assetsInlineLimit: 1024,
      target: 'es2022',
      manifest: 'routes.json',
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 1200,
    },
  };
}
