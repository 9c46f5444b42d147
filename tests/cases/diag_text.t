What is no text: the place is told, what is wrong with it and what to do.

  $ printf 'quid 1 "x"\nparty caf\351\n' >latin.quid && quid check latin.quid
  latin.quid:2:10: error[E0102]: the byte E9 is not UTF-8
     2 | party caf\xe9
       |          ^^^^
       = save the file as UTF-8, or convert it: `iconv -f LATIN1 -t UTF-8`
  
  1 error
  [1]
  $ printf 'quid 1 "x"\nparty a\n\0\0\0' >nul.quid && quid check nul.quid
  nul.quid:3:1: error[E0101]: this is not a text file
     3 | \x00\x00\x00
       | ^^^^
       = give a text file in UTF-8; a text in UTF-16 is converted by `iconv -f
         UTF-16 -t UTF-8`
  
  1 error
  [1]
  $ printf '\177ELF\2\1\1\0\n\0\200\0' >binary.quid && quid check binary.quid 2>&1 | head -1
  binary.quid:1:8: error[E0101]: this is not a text file
  $ printf '\376\377\0q\0u' >wide.quid && quid check wide.quid | sed 1q
  wide.quid:1:1: error[E0101]: this is not a text file

A NUL byte far down is one byte that is wrong, not a whole file.

  $ { printf 'quid 1 "x"\n'; yes '; a comment' | head -n 20000; printf 'party a\0\n'; } >late.quid
  $ quid check late.quid | grep -a error
  late.quid:20002:8: error[E0103]: a NUL byte in the text
  1 error

A byte order mark at the start and the line ends of Windows are no mistake.

  $ printf '\357\273\277quid 1 "x"\r\n  currency: USD $\r\n  horizon: 2025..2026\r\nparty a\r\n  kind: lab\r\n' >windows.quid
  $ quid check windows.quid >out; echo $?; head -1 out
  0
  x · no errors

With them places are counted as without.

  $ printf '\357\273\277quid 1 "x"\r\n  currency: USD $\r\nparty a\r\n  kind: labb\r\n' >windows.quid
  $ quid check windows.quid
  windows.quid:4:9: error[E0208]: `labb` is no word for `kind`
     4 |   kind: labb
       |         ^^^^ did you mean `lab`?
       = it takes one of: lab cloud chipmaker vehicle investor bank fund
         government utility group pool other
  
  1 error
  [1]

Nothing, or comments only, is no model.

  $ : >empty.quid && quid check empty.quid
  empty.quid:1:1: error[E0223]: the file is empty
     1 |
       | ^
       = begin with: `quid 1 "title"`
  
  1 error
  [1]
  $ echo '; nothing' >comment.quid && quid check comment.quid
  comment.quid:1:1: error[E0223]: the file is empty
     1 | ; nothing
       | ^
       = begin with: `quid 1 "title"`
  
  1 error
  [1]

A line of 100 MB is one line; its mistake is found and shown in 80 columns.

  $ { printf 'quid 1 "x"\nparty a "'; head -c 100000000 /dev/zero | tr '\0' x; printf '" oops\n'; } >long.quid
  $ quid check long.quid >out; echo $?; head -c 300 out | head -1; wc -c <out | awk '{ print ($1 < 2000) }'
  1
  long.quid:2:100000012: error[E0150]: `oops` is not expected here
  1
  $ rm long.quid

A newer version of the language is told alone: what else looks wrong may be
right there.

  $ printf 'quid 2 "x"\n  future: yes\nfroth a over b\n' >newer.quid && quid check newer.quid
  newer.quid:1:1: error[E0222]: the file is written in version 2 of the language, this quid reads 1
     1 | quid 2 "x"
       | ^^^^^^^^^^
       = use a newer quid, or write `quid 1`
  
  1 error
  [1]

Files that cannot be included.

  $ mkdir folder && printf 'quid 1 "x"\ninclude "gone.quid"\ninclude "folder"\ninclude <chip>\ninclude chips\nparty a\n' >in.quid
  $ quid check in.quid
  in.quid:2:9: error[E0218]: cannot read `gone.quid`: No such file or directory
     2 | include "gone.quid"
       |         ^^^^^^^^^^^
       = a path in quotes is looked for beside the including file
  
  in.quid:3:9: error[E0218]: cannot read `folder`: Is a directory
     3 | include "folder"
       |         ^^^^^^^^
       = a path in quotes is looked for beside the including file
  
  in.quid:4:9: error[E0219]: the shipped library has no `<chip>`
     4 | include <chip>
       |         ^^^^^^
       = it has: <chips>, <policy>
  
  in.quid:5:9: error[E0175]: the name of a file is expected here
     5 | include chips
       |         ^^^^^
       = write `include "path"`, or `include <name>` for a file that comes with
         quid
  
  4 errors
  [1]

A circle of files is told with its chain, a second time is passed over.

  $ printf 'quid 1 "x"\ninclude "b.quid"\n' >a.quid; printf 'include "c.quid"\n' >b.quid; printf 'include "a.quid"\nparty a\n' >c.quid
  $ quid check a.quid
  c.quid:1:9: error[E0216]: `a.quid` includes itself: a.quid > b.quid > c.quid > a.quid
     1 | include "a.quid"
       |         ^^^^^^^^
       = leave out this include
       = included from b.quid:1
       = included from a.quid:2
  
  1 error
  [1]
  $ printf 'quid 1 "x"\ninclude "d.quid"\ninclude "./d.quid"\n' >twice.quid; echo 'party a' >d.quid
  $ quid check twice.quid | head -8
  twice.quid:3:9: warning[W0217]: `d.quid` is included twice; it is taken in once
     3 | include "./d.quid"
       |         ^^^^^^^^^^
     2 | include "d.quid"
       |         ------- first included here
       = leave out this include
  
  1 warning

Marks stand below what they mark also behind tabs.

  $ printf 'quid 1 "x"\nparty p\n\tkind:\tlabb\n' >tabs.quid && quid check tabs.quid | sed 3q
  tabs.quid:3:8: error[E0208]: `labb` is no word for `kind`
     3 |  kind: labb
       |        ^^^^ did you mean `lab`?
