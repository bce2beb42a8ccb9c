import { Monitor, Moon, Sun } from 'lucide-react';
import type { PatchbayTheme } from '../src/provider/patchbay.js';
import { IconButton } from '../src/ui/icon-button.js';

export interface ThemeButtonProps {
  theme: PatchbayTheme;
  onTheme: (theme: PatchbayTheme) => void;
}

const order: readonly PatchbayTheme[] = ['system', 'light', 'dark'];
const icons = { system: <Monitor />, light: <Sun />, dark: <Moon /> };

/** One button that goes through the themes: the system's, light, dark. */
export function ThemeButton({ theme, onTheme }: ThemeButtonProps) {
  const next = order[(order.indexOf(theme) + 1) % order.length] ?? 'system';
  return (
    <IconButton
      className="app-theme-button"
      label={`Theme: ${theme}. Change to ${next}`}
      onClick={() => onTheme(next)}
    >
      {icons[theme]}
    </IconButton>
  );
}
