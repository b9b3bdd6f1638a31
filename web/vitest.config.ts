import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte({ compilerOptions: { runes: true } })],
  resolve: {
    alias: { $shared: fileURLToPath(new URL('./shared', import.meta.url)) },
    conditions: ['browser'],
  },
  test: {
    include: ['tests/**/*.test.ts', 'studio/**/*.test.ts'],
    environment: 'node',
  },
});
