import { functionTables } from './function-tables.ts';

/** A part of a page of docs/ that is made from the code: what stands between `<!-- name:start -->` and `<!-- name:end -->`. */
export interface GeneratedSection {
  page: string;
  name: string;
  /** Markdown. */
  render: () => string;
}

export const generatedSections: readonly GeneratedSection[] = [
  { page: 'docs/expressions.md', name: 'functions', render: functionTables },
];

/** The page's text with the section made anew. Throws where the page has no such markers, or more than one pair. */
export function withSection(text: string, { page, name, render }: GeneratedSection): string {
  const [before, inside, ...more] = text.split(`<!-- ${name}:start -->`);
  const [, after, ...others] = inside?.split(`<!-- ${name}:end -->`) ?? [];
  if (before === undefined || after === undefined || more.length + others.length > 0) {
    throw new Error(`${page} needs one <!-- ${name}:start --> and, after it, one <!-- ${name}:end -->.`);
  }
  return `${before}<!-- ${name}:start -->\n\n${render()}\n\n<!-- ${name}:end -->${after}`;
}
