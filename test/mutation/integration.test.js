const { describe } = require('@jest/globals');

// In one file, because what a test file needs (n8n-core: seconds) is loaded anew for each of them, and for each mutant.
describe('changeState', () => void require('../integration/changeState.test.ts'));
describe('credential', () => void require('../integration/credential.test.ts'));
describe('get', () => void require('../integration/get.test.ts'));
describe('getMany', () => void require('../integration/getMany.test.ts'));
describe('token', () => void require('../integration/token.test.ts'));
