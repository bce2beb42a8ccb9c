/** Requests to these places are a test's way to know of the others: they are answered once… */

/** …another one has arrived outside. */
export const ARRIVAL_HOST = 'arrival.invalid';
export const ARRIVAL_URL = `http://${ARRIVAL_HOST}/`;

/** …the answers to all others have ended there, or their connections are closed. */
export const DEPARTURE_HOST = 'departure.invalid';
export const DEPARTURE_URL = `http://${DEPARTURE_HOST}/`;
