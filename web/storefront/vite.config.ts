import { defineConfig } from 'vite';
import { base } from '../vite.base.ts';

export default defineConfig(base('storefront', 'assets'));
