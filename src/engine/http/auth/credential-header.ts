import { ExpressionError } from '../../expressions/expression-error.js';
import { placeWithin } from '../../place.js';
import type { OutgoingRequest } from '../../run/ports.js';

export function authPlace(field: string): string {
  return placeWithin('request.auth', field);
}

/**
 * The request with one more header. One that is there already is refused and never replaced, in either direction: it
 * would be unclear which of the two the server believes.
 */
export function withHeader(request: OutgoingRequest, name: string, value: string): OutgoingRequest {
  const given = headerNamed(request, name);
  if (given !== undefined) {
    throw new ExpressionError(
      'unsafe_header',
      `The header '${given}' is set by hand, and the credential sets it too. Take it out of the headers.`,
      { place: placeWithin('request.headers', given) },
    );
  }
  return { ...request, headers: { ...request.headers, [name.toLowerCase()]: value } };
}

/** The name of that header as the request has it. */
export function headerNamed({ headers }: OutgoingRequest, name: string): string | undefined {
  const lower = name.toLowerCase();
  return Object.keys(headers).find((header) => header.toLowerCase() === lower);
}

export function requireText(text: string, field: string): string {
  if (text !== '') return text;
  throw new ExpressionError(
    'missing',
    `${authPlace(field)} is empty. Fill it in where the credential is kept.`,
    {
      place: authPlace(field),
    },
  );
}
