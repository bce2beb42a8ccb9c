import { Globe, Hourglass, SlidersHorizontal, Split, Zap } from 'lucide-react';
import type { ReactElement } from 'react';
import type { StepType } from '../../engine/index.js';

export interface StepBadgeProps {
  type: StepType;
  name: string;
  /** An image's address, or one or two characters; absent: what stands for the type. */
  icon?: string | null | undefined;
  size?: 'small' | 'medium';
}

const hues = ['violet', 'blue', 'pink', 'green', 'amber', 'slate'] as const;

/** What stands for a type of steps; connectors have signs of their own. */
const signs: Readonly<Record<StepType, { hue: (typeof hues)[number]; icon: ReactElement } | undefined>> = {
  http: { hue: 'blue', icon: <Globe /> },
  transform: { hue: 'green', icon: <SlidersHorizontal /> },
  branch: { hue: 'violet', icon: <Split /> },
  wait: { hue: 'amber', icon: <Hourglass /> },
  action: { hue: 'pink', icon: <Zap /> },
  connector: undefined,
};

/** The same name always gets the same colour. */
function hueOf(name: string): (typeof hues)[number] {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 997;
  return hues[sum % hues.length] ?? 'slate';
}

function isImage(icon: string): boolean {
  return /^(?:https?:\/\/|\/|data:image\/)/.test(icon);
}

/** The square sign of a step or connector: its image, its character, its type's icon or the first letter of its name. */
export function StepBadge({ type, name, icon, size = 'medium' }: StepBadgeProps) {
  const attributes = { className: 'pb-badge', 'data-size': size, 'aria-hidden': true } as const;
  if (icon && isImage(icon)) {
    return (
      <span {...attributes}>
        <img className="pb-badge-image" src={icon} alt="" />
      </span>
    );
  }
  const own = icon && [...icon].length <= 2 ? icon : undefined;
  const sign = own === undefined ? signs[type] : undefined;
  if (sign) {
    return (
      <span {...attributes} data-hue={sign.hue}>
        {sign.icon}
      </span>
    );
  }
  const text = own ?? [...name][0]?.toUpperCase() ?? '?';
  return (
    // Drawn by the stylesheet: to a screen reader and to the accessible name it isn't there.
    <span {...attributes} data-hue={hueOf(name)} data-text={text} />
  );
}
