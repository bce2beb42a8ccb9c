import type { ConnectorSummary } from '../editor/connector-summary.js';
import {
  branchPreset,
  connectorPreset,
  httpPreset,
  type StepPreset,
  transformPreset,
  waitPreset,
} from '../editor/store/step-preset.js';
import type { EditorStrings } from '../editor/strings.js';

/**
 * Something of the host's own that users may add: a step that is already filled in. Plain data; what it does is
 * what the step does, so handlers stay on the server.
 */
export interface NodeAction {
  /** Unique among the actions. */
  id: string;
  title: string;
  description?: string | undefined;
  /** An image's address, or one or two characters. */
  icon?: string | undefined;
  /** The heading it stands under. Default: "Actions". */
  category?: string | undefined;
  step: StepPreset;
}

export interface LibraryItem {
  id: string;
  title: string;
  text: string;
  icon?: string | null | undefined;
  preset: StepPreset;
}

export interface LibraryGroup {
  title: string;
  items: readonly LibraryItem[];
}

/** Everything that can be added, in its groups; a group without items is left out. */
export function libraryGroups(
  offer: { connectors: readonly ConnectorSummary[]; actions: readonly NodeAction[] },
  strings: EditorStrings,
): LibraryGroup[] {
  const categories = new Map<string, LibraryItem[]>();
  for (const { id, title, description, icon, category, step } of offer.actions) {
    const heading = category ?? strings.groupActions;
    const item = { id: `action:${id}`, title, text: description ?? '', icon, preset: step };
    categories.set(heading, [...(categories.get(heading) ?? []), item]);
  }
  const groups: LibraryGroup[] = [
    {
      title: strings.groupConnectors,
      items: offer.connectors.map((connector) => ({
        id: `connector:${connector.id}`,
        title: connector.name,
        text:
          connector.description ||
          (connector.stepCount === undefined ? '' : strings.stepCount(connector.stepCount)),
        icon: connector.icon,
        preset: connectorPreset(connector),
      })),
    },
    ...[...categories].map(([title, items]) => ({ title, items })),
    {
      title: strings.groupSteps,
      items: [
        {
          id: 'step:http',
          title: strings.httpTitle,
          text: strings.httpText,
          preset: httpPreset(strings.httpTitle),
        },
        {
          id: 'step:branch',
          title: strings.branchTitle,
          text: strings.branchText,
          preset: branchPreset(strings.branchTitle),
        },
        {
          id: 'step:wait',
          title: strings.waitTitle,
          text: strings.waitText,
          preset: waitPreset(strings.waitTitle),
        },
        {
          id: 'step:transform',
          title: strings.transformTitle,
          text: strings.transformText,
          preset: transformPreset(strings.transformTitle),
        },
      ],
    },
  ];
  return groups.filter((group) => group.items.length > 0);
}

/** The items that hold every word of the query, in title, text or heading. */
export function searchGroups(groups: readonly LibraryGroup[], query: string): LibraryGroup[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...groups];
  return groups
    .map(({ title, items }) => ({
      title,
      items: items.filter((item) => {
        const text = `${item.title} ${item.text} ${title}`.toLocaleLowerCase();
        return words.every((word) => text.includes(word));
      }),
    }))
    .filter((group) => group.items.length > 0);
}
