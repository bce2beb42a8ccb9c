/** A request to this place is answered once another one has arrived outside: a test's way to know. */
export const ARRIVAL_HOST = 'arrival.invalid';
export const ARRIVAL_URL = `http://${ARRIVAL_HOST}/`;
