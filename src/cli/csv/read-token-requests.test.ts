import { expect, test } from 'vitest';
import { readTokenRequests } from './read-token-requests.ts';

const read = (text: string) => readTokenRequests(text, 'users.csv');

test('reads users with and without the optional columns', () => {
  expect(read('role,user_id,name,vehicle,phone\ndriver,7,"Cruz, Ana",TR-7,\nrider,u_1\n')).toEqual([
    { role: 'driver', user_id: '7', name: 'Cruz, Ana', vehicle: 'TR-7' },
    { role: 'rider', user_id: 'u_1' },
  ]);
});

test('takes the columns in any order, from a file that Excel wrote', () => {
  expect(read('\ufeffUser_ID,Role\r\n7,driver\r\n')).toEqual([{ role: 'driver', user_id: '7' }]);
});

test.each([
  ['an empty file', '', 'users.csv: the file is empty; it begins with role,user_id,name'],
  ['a header alone', 'role,user_id\n', 'users.csv: there are no users below the header'],
  ['a header without an id', 'role,name\n', 'users.csv:1: the header has no user_id'],
  ['a header with a column twice', 'role,user_id,role\n', 'users.csv:1: the header has role twice'],
  [
    'an unknown column',
    'role,user_id,mail\n',
    'users.csv:1: the header has an unknown column "mail"',
  ],
  ['semicolons', 'role;user_id\n', 'users.csv:1: the columns are not separated by commas'],
  ['an unknown role', 'role,user_id\npilot,7\n', 'users.csv:2: role "pilot" is none of admin'],
  ['a bad id', 'role,user_id\ndriver,a b\n', 'users.csv:2: user_id "a b" is not 1 to 64'],
  ['the id of the operator', 'role,user_id\nadmin,operator\n', 'users.csv:2: admin:operator is'],
  [
    'a field too many',
    'role,user_id\ndriver,7,Cruz\n',
    'users.csv:2: 3 fields where the header has 2',
  ],
  [
    'a name that is too long',
    `role,user_id,name\ndriver,7,${'x'.repeat(101)}\n`,
    'users.csv:2: name is longer than 100 characters; nothing was issued',
  ],
  [
    'a phone number that is too long',
    `role,user_id,phone\ndriver,7,${'1'.repeat(41)}\n`,
    'users.csv:2: phone is longer than 40 characters',
  ],
  ['an open quote', 'role,user_id\ndriver,"7\n', 'users.csv:2: a quote is not closed'],
  ['several bad lines', 'role,user_id\nx,1\ny,2\nz,3\n', '(and 2 more lines are wrong)'],
])('refuses %s and names the place', (_what, text, message) => {
  expect(() => read(text)).toThrowError(expect.objectContaining({ exitCode: 1 }));
  expect(() => read(text)).toThrowError(
    expect.toSatisfy((error) => `${error.message}; ${error.hint}`.includes(message)),
  );
});
