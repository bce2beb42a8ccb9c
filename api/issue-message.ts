import type { z } from 'zod';

/** What zod found wrong, in words for people; a message that a schema wrote itself stays. */
export function issueMessage(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.endsWith('received undefined')
        ? 'This is missing'
        : `This must be ${named(issue.expected)}`;
    case 'too_small':
      return issue.origin === 'string' && issue.minimum === 1
        ? 'This must not be empty'
        : `This must be at least ${issue.minimum}${unit(issue.origin)}`;
    case 'too_big':
      return `This must be at most ${issue.maximum}${unit(issue.origin)}`;
    case 'invalid_value':
      return `This must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'invalid_format':
      return issue.message.startsWith('Invalid')
        ? `This must be in the format ${issue.format}`
        : plain(issue.message);
    case 'invalid_union':
      return 'This is none of the known kinds';
    default:
      return plain(issue.message);
  }
}

/** Messages are joined and quoted: without the full stop. */
function plain(message: string): string {
  return message.replace(/\.$/, '');
}

function named(type: string): string {
  switch (type) {
    case 'int':
      return 'a whole number';
    case 'string':
      return 'a text';
    case 'array':
      return 'a list';
    case 'object':
    case 'record':
      return 'an object';
    case 'boolean':
      return 'true or false';
    default:
      return `a ${type}`;
  }
}

function unit(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' ? ' items' : '';
}
