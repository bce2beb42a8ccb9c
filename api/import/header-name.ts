/** A field name of RFC 9110 section 5.1, of a length that a step takes. */
export const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,200}$/;
