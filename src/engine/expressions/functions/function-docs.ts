/** Name, what it gives, and an example of it: three lines for each function. One text, since it is loaded as a whole. */
const TABLE = `
default
The value, or another one where it is missing or null.
input.nickname | default("friend")
typeof
The value's type: null, boolean, number, string, array or object.
[1, 2] | typeof
json
The value as JSON text, compact or indented by so many spaces.
{"id": 1} | json
parse_json
What a JSON text stands for.
"[1, 2]" | parse_json
string
The value as text, as it would stand inside other text.
12.5 | string
number
The number that a text writes in decimals; true is 1, false 0.
" 12.50 " | number
boolean
True or false from the texts true, yes, 1, false, no, 0, a number (0 is false) or null (false).
"yes" | boolean
length
How many characters, items or fields there are.
["a", "b", "c"] | length
contains
True where a text has that text in it, a list that item, or an object that field.
["a", "b"] | contains("b")
upper
The text in upper case.
"Berlin" | upper
lower
The text in lower case.
"Berlin" | lower
capitalize
The text with its first letter in upper case; the rest stays as it is.
"new order" | capitalize
trim
The text without white space at its ends.
"  hello " | trim
slug
The text in lower-case ASCII letters, digits and dashes; other scripts are left out.
"Crème Brûlée, für Ada's Café" | slug
replace
The text with every occurrence of another text replaced.
"2024/01/31" | replace("/", "-")
split
The pieces of the text between separators; with an empty separator, its characters.
"a,b,c" | split(",")
join
The items as one text, with a separator (", " when left out) between them; null counts as empty.
["red", "green"] | join(" and ")
starts_with
True where the text begins with another text.
"invoice-12" | starts_with("invoice")
ends_with
True where the text ends with another text.
"photo.png" | ends_with(".png")
slice
The part from one position up to another (not included); negative ones count from the end.
[1, 2, 3, 4] | slice(1, -1)
first
The first item or character; null where there is none.
["a", "b"] | first
last
The last item or character; null where there is none.
["a", "b"] | last
at
The item or character at a position, from 0; negative ones count from the end; null where there is none.
["a", "b", "c"] | at(-2)
map
One field of every item; null for an item that lacks it.
input.people | map("name")
where
The items whose field equals a value; without a value, those whose field is neither false, null nor missing.
input.people | where("age", 17)
sort_by
The items in rising order of a field, or of themselves; equal ones keep their order, null goes last.
input.people | sort_by("age") | map("name")
group_by
The items in lists by what a field says: text, a number, true or false; "" where it is null or missing.
input.people | group_by("age")
unique
The items without repeats of a field, or of themselves; the first of each stays.
[1, 2, 1, "1"] | unique
flatten
The list with the items of its lists in their place, one level deep.
[[1, 2], 3, [[4]]] | flatten
compact
The list without null and empty text.
["a", null, "", 0, false] | compact
reverse
The items or characters in the opposite order.
[1, 2, 3] | reverse
keys
The names of the fields.
{"id": 1, "name": "Ada"} | keys
values
The values of the fields.
{"id": 1, "name": "Ada"} | values
entries
The fields as a list of objects with key and value.
{"id": 1} | entries
pick
Only the named fields; those that are not there are left out.
{"id": 1, "name": "Ada", "age": 36} | pick("id", "age")
omit
All fields but the named ones.
{"id": 1, "password": "x"} | omit("password")
merge
Both objects' fields; where both have one, the other's value stands. Not deep.
{"a": 1, "b": 1} | merge({"b": 2})
add
The number plus another.
19.5 | add(0.5)
subtract
The number minus another.
10 | subtract(4)
multiply
The number times another.
12 | multiply(1.5)
divide
The number divided by another, which must not be 0.
9 | divide(2)
round
The nearest number with so many digits after the point (0 when left out); a half goes away from 0.
19.005 | round(2)
floor
The next whole number down.
4.7 | floor
ceil
The next whole number up.
4.2 | ceil
abs
The number without its sign.
-3 | abs
sum
All the numbers of a list added up; 0 for an empty one.
[1, 2, 3.5] | sum
min
The smallest number of a list; null for an empty one.
[3, 1, 2] | min
max
The largest number of a list; null for an empty one.
[3, 1, 2] | max
date
The date in a format of YYYY, MMMM (January), MMM (Jan), MM, M, DD, D, dddd (Monday), ddd (Mon), HH, hh, h, A (AM), mm, ss, SSS, Z (+02:00) and [text as it is], in UTC or at an offset such as "+02:00".
"2024-01-31T23:30:00Z" | date("ddd, D MMMM YYYY [at] HH:mm", "+02:00")
to_iso
The date as ISO 8601 text in UTC, with milliseconds.
1706693400 | to_iso
to_unix
The date as whole Unix seconds, from 1970 on.
"2024-01-31T10:30:00+01:00" | to_unix
add_time
The date so many seconds, minutes, hours, days, weeks, months or years later, or earlier where negative, as ISO 8601 text in UTC; too short a month gives its last day.
"2024-01-31" | add_time(1, "month")
base64
The text in base64.
"user:pass" | base64
base64_decode
The text that base64, or base64url, stands for.
"dXNlcjpwYXNz" | base64_decode
hex
The text's bytes as hexadecimal digits.
"é!" | hex
url_encode
The text percent-encoded, for a URL inside other text; parts of a URL are encoded without it.
"a/b & c" | url_encode
url_decode
The text that a percent-encoded one stands for; + stays +.
"a%2Fb%20c" | url_decode
html_escape
The text with &, <, >, " and ' as HTML writes them.
"a < b" | html_escape
sha256
The SHA-256 digest of the text, in "hex" (when left out) or "base64".
"abc" | sha256
hmac_sha256
The HMAC of the text with SHA-256, in "hex" or "base64". A credential is no value, so it can't be the key.
"what do ya want for nothing?" | hmac_sha256("Jefe")
`;

interface FunctionDoc {
  name: string;
  doc: string;
  /** What stands between the braces. */
  example: string;
}

/** What is said about each function. Apart from the functions: whoever only evaluates doesn't load it. */
export function readFunctionDocs(): ReadonlyMap<string, FunctionDoc> {
  const lines = TABLE.split('\n');
  const docs = new Map<string, FunctionDoc>();
  for (let at = 1; at + 2 < lines.length; at += 3) {
    const [name = '', doc = '', example = ''] = lines.slice(at, at + 3);
    docs.set(name, { name, doc, example });
  }
  return docs;
}
