import type { StorybookConfig } from '@storybook/react-vite';

/** What the library bundles. Vite would otherwise find some of it midway through a run, and reload the page under the tests. */
const bundled = [
  '@base-ui/react/alert-dialog',
  '@base-ui/react/context-menu',
  '@base-ui/react/csp-provider',
  '@base-ui/react/dialog',
  '@base-ui/react/menu',
  '@base-ui/react/select',
  '@base-ui/react/tabs',
  '@base-ui/react/tooltip',
  '@cfworker/json-schema',
  '@noble/hashes/hmac.js',
  '@noble/hashes/legacy.js',
  '@noble/hashes/sha2.js',
  '@noble/hashes/utils.js',
  '@noble/hashes/webcrypto.js',
  '@rjsf/core',
  '@rjsf/utils',
  '@rjsf/validator-ajv8',
  '@tanstack/react-query',
  '@xyflow/react',
  'aws4fetch',
  'immer',
  'lucide-react',
  'react-dom/client',
  'zod',
  'zod/mini',
  'zustand',
  'zustand/vanilla',
];

const config: StorybookConfig = {
  stories: ['../stories/**/*.stories.tsx'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y', '@storybook/addon-vitest'],
  framework: '@storybook/react-vite',
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  viteFinal: (vite) => ({
    ...vite,
    resolve: {
      ...vite.resolve,
      conditions: ['patchbay-source', 'module', 'browser', 'development|production'],
    },
    optimizeDeps: {
      ...vite.optimizeDeps,
      include: [...(vite.optimizeDeps?.include ?? []), ...bundled],
    },
  }),
};

export default config;
