/** Name, what it gives, and an example of it: three lines for each function. One text, since it is loaded as a whole. */
const TABLE = `
default
The value, or another where it is missing or null.
input.nickname | default("friend")
typeof
null, boolean, number, string, array or object.
[1, 2] | typeof
json
The value as JSON, compact or indented.
[1, "a"] | json
parse_json
What JSON text stands for.
"[1, 2]" | parse_json
string
The value as text.
12.5 | string
number
The number that text holds; true is 1, false 0.
" 12.50 " | number
boolean
What true, yes, 1, false, no, 0, a number or null stand for.
"yes" | boolean
length
How many characters, items or fields it has.
["a", "b"] | length
contains
True where text has that text, a list that item, an object that field.
["a", "b"] | contains("b")
upper
The text in upper case.
"Berlin" | upper
lower
The text in lower case.
"Berlin" | lower
capitalize
The text with its first letter in upper case.
"new order" | capitalize
trim
The text without white space at its ends.
"  hello " | trim
slug
The text in lower-case ASCII letters, digits and dashes.
"Crème Brûlée!" | slug
replace
The text with every occurrence replaced.
"2024/01/31" | replace("/", "-")
split
The pieces of the text; without a separator in it, its characters.
"a,b,c" | split(",")
join
The items as one text; default separator: ", ".
["red", "green"] | join(" and ")
starts_with
True where the text begins so.
"invoice-12" | starts_with("invoice")
ends_with
True where the text ends so.
"photo.png" | ends_with(".png")
slice
The part from one position up to another; negative ones count from the end.
[1, 2, 3, 4] | slice(1, -1)
first
The first item or character, or null.
["a", "b"] | first
last
The last item or character, or null.
["a", "b"] | last
at
The item or character at a position, from 0, or null.
["a", "b", "c"] | at(-2)
map
One field of every item, or null.
input.people | map("name")
where
The items whose field equals a value; without one, those that have it and it isn't false.
input.people | where("age", 17)
sort_by
The items in rising order of a field or of themselves; null goes last.
input.people | sort_by("age") | map("name")
group_by
The items in lists by what a field says; "" where it is null or missing.
input.people | group_by("age")
unique
The items without repeats of a field or of themselves.
[1, 2, 1, "1"] | unique
flatten
The list with the items of its lists in their place.
[[1, 2], 3, [[4]]] | flatten
compact
The list without null and empty text.
["a", null, "", 0] | compact
reverse
The items or characters the other way round.
[1, 2, 3] | reverse
keys
The names of the fields.
{"id": 1, "name": "Ada"} | keys
values
The values of the fields.
{"id": 1, "name": "Ada"} | values
entries
The fields as a list of key and value.
{"id": 1} | entries
pick
Only the named fields.
{"id": 1, "name": "Ada"} | pick("id")
omit
All fields but the named ones.
{"id": 1, "name": "Ada"} | omit("name")
merge
The fields of both; the other's value counts. Not deep.
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
The number divided by another.
9 | divide(2)
round
The nearest number with so many digits after the point; a half goes away from 0.
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
All numbers of a list together.
[1, 2, 3.5] | sum
min
The smallest number of a list, or null.
[3, 1, 2] | min
max
The largest number of a list, or null.
[3, 1, 2] | max
date
The date as YYYY, MMMM (January), MMM (Jan), MM, M, DD, D, dddd (Monday), ddd (Mon), HH, hh, h, A (AM), mm, ss, SSS, Z (+02:00) and [text] say, in UTC or at an offset.
"2024-01-31T23:30:00Z" | date("ddd, D MMMM YYYY [at] HH:mm", "+02:00")
to_iso
The date as ISO 8601 text in UTC.
1706693400 | to_iso
to_unix
The date as Unix seconds.
"2024-01-31T10:30:00+01:00" | to_unix
add_time
The date so many seconds, minutes, hours, days, weeks, months or years later; too short a month gives its last day.
"2024-01-31" | add_time(1, "month")
base64
The text in base64.
"user:pass" | base64
base64_decode
The text that base64 or base64url stands for.
"dXNlcjpwYXNz" | base64_decode
hex
The text's bytes as hexadecimal digits.
"é!" | hex
url_encode
The text percent-encoded; parts of a URL are without it.
"a/b & c" | url_encode
url_decode
The text that a percent-encoded one stands for; + stays +.
"a%2Fb%20c" | url_decode
html_escape
The text with &, <, >, " and ' as HTML writes them.
"a < b" | html_escape
sha256
The SHA-256 digest of the text, in "hex" (default) or "base64".
"abc" | sha256
hmac_sha256
The HMAC-SHA-256 of the text, in "hex" (default) or "base64". The key can't be a credential.
"hello" | hmac_sha256("key")
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
