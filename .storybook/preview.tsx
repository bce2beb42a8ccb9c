import type { Preview } from '@storybook/react-vite';
import { configure } from 'storybook/test';
import { Root } from '../src/ui/root.js';
import '../src/styles/index.css';

// Forms load their code on first use, which takes a moment on a busy machine.
configure({ asyncUtilTimeout: 10_000 });

const preview: Preview = {
  parameters: {
    layout: 'fullscreen',
    a11y: {
      test: 'error',
      // Base UI's focus guards are hidden and focusable on purpose: whatever reaches one is sent on at once.
      context: { exclude: ['[data-base-ui-focus-guard]'] },
    },
    options: { storySort: { order: ['Start here', 'Theming', '*'] } },
  },
  globalTypes: {
    theme: {
      description: 'Theme',
      toolbar: { title: 'Theme', icon: 'contrast', items: ['light', 'dark'], dynamicTitle: true },
    },
  },
  initialGlobals: { theme: 'light' },
  decorators: [
    (Story, { globals, parameters }) => (
      <Root theme={parameters.theme ?? globals.theme} style={{ minHeight: '100vh' }}>
        <Story />
      </Root>
    ),
  ],
};

export default preview;
