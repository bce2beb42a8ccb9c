/** Name, what it gives, and an example of it: three lines for each function. One text, since it is loaded as a whole. */
const TABLE = `
default
The value, or another where it is missing or null.
input.nickname | default("friend")
typeof
The name of the value's type.
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
The number that text holds.
" 12.50 " | number
boolean
What true, yes, false, no or a number stand for.
"yes" | boolean
length
How many characters, items or fields.
["a", "b"] | length
contains
True where it has that text, item or field.
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
The text in lower-case letters, digits and dashes.
"Crème Brûlée" | slug
replace
The text with each occurrence replaced.
"2024/01/31" | replace("/", "-")
split
The pieces of the text between separators.
"a,b,c" | split(",")
join
The items as one text; default separator: ", ".
["red", "green"] | join(" and ")
starts_with
True where the text begins so.
"photo.png" | starts_with("photo")
ends_with
True where the text ends so.
"photo.png" | ends_with(".png")
slice
The part from one position to another.
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
The items whose field equals a value, or is there and not false.
input.people | where("age", 17)
sort_by
The items in rising order of a field or of themselves.
input.people | sort_by("age") | map("name")
group_by
The items in lists by a field.
input.people | group_by("age")
unique
The items without repeats, or those of a field.
[1, 2, 1, "1"] | unique
flatten
The list with the items of its lists.
[[1, 2], 3, [[4]]] | flatten
compact
The list without null and empty text.
["a", null, "", 0] | compact
reverse
The items or characters, last one first.
[1, 2, 3] | reverse
keys
The names of the fields.
{"id": 1, "name": "Ada"} | keys
values
The values of the fields.
{"id": 1, "name": "Ada"} | values
entries
The fields as key and value.
{"id": 1} | entries
pick
Only the named fields.
{"id": 1, "name": "Ada"} | pick("id")
omit
All fields but the named ones.
{"id": 1, "name": "Ada"} | omit("name")
merge
The fields of both; the other's count.
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
The nearest number with so many digits after the point.
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
All numbers together.
[1, 2, 3.5] | sum
min
The smallest number, or null.
[3, 1, 2] | min
max
The largest number, or null.
[3, 1, 2] | max
date
The date in letters: YYYY, MMMM (January), MMM (Jan), MM, M, DD, D, dddd (Monday), ddd (Mon), HH, hh, h, A (AM), mm, ss, SSS, Z, [text]; in UTC or at an offset.
"2024-01-31" | date("D MMMM YYYY, HH:mm")
to_iso
The date as ISO 8601 text in UTC.
1706693400 | to_iso
to_unix
The date as Unix seconds.
"2024-01-31" | to_unix
add_time
The date so many seconds, minutes, hours, days, weeks, months or years later.
"2024-01-31" | add_time(1, "month")
base64
The text in base64.
"user:pass" | base64
base64_decode
The text that base64 stands for.
"dXNlcjpwYXNz" | base64_decode
hex
The text's bytes in hex.
"é!" | hex
url_encode
The text percent-encoded.
"a/b & c" | url_encode
url_decode
The text that a percent-encoded one stands for.
"a%2Fb%20c" | url_decode
html_escape
The text as HTML writes it.
"a < b" | html_escape
sha256
The SHA-256 of the text, in "hex" or "base64".
"abc" | sha256
hmac_sha256
The HMAC-SHA-256 of the text, in "hex" or "base64".
"hello" | hmac_sha256("key")
`;

interface FunctionDoc {
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
    docs.set(name, { doc, example });
  }
  return docs;
}
