/** Documents written by hand to hold what an editor of TOML can get wrong; the second parser of the tests reads all. */
const everything = `# licence of the file

title = "top" # at the root
"quoted key" = 1
'lite.ral' = [ 1, 2,
  3, # three
]
dotted.inner.deep = "x"
dotted.other = true

# about the server
[server] # trailing, with "quotes" and [brackets]
hostname = "localhost"
  indented = 'C:\\Users\\wso2'
base_path="https://$ref{server.hostname}:\${carbon.management.port}"
#enabled = true
inline = { a = 1, "b.c" = "two", nested = { d = [ 1, 2 ] } } # keep me
empty = {}

#[commented.table]
#key = "value"

[keystore.primary]
file_name = "wso2carbon.jks"
password = "# not a comment"

\t[keystore.tls]
\talias = "tls"\t# tab

[[resource.access_control]]
context = "(.*)/api/a(.*)"
secure = true
http_method = "all"

[resource.access_control.scopes]
names = ["one", "two"]

[[resource.access_control]]
context = '/\\d+/["#]'
permissions = [
  "/a", # first
  # between
  "/b"
]

[other."dotted.part".deep]
text = """
# no comment
[no.table]
key = "no pair"
"""
raw = '''
[[no]]
'''

[[resource.access_control]]
[resource.access_control.scopes]
names = []

[empty.table]
# only a comment

[dates]
day = 2027-06-30
moment = 1979-05-27T07:32:00Z
big = 9223372036854775807
float = 1.0
small = 1.5e-7

# the vault
[secrets]
password = "[cleartext]"
`;

const dense = `a=1
[b]
c=2
[[d]]
e=3
[[d]]
[d.f]
g=4
[[d.f.h]]
i=5
[d.j.k]
l=6
[b.m]
x={y=[{z=1},{z=2}],w.v=1,w.u=2}`;

const onlyComment = '# nothing here yet';

export const nastyTexts: readonly string[] = [
  everything,
  everything.replaceAll('\n', '\r\n'),
  everything.trimEnd(),
  everything.replaceAll('\n', '\r\n').trimEnd(),
  dense,
  dense.replaceAll('\n', '\r\n'),
  onlyComment,
  `${onlyComment}\r\n`,
  '',
  '\n\n',
];
