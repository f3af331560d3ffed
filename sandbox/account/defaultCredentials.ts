/** Made up, and valid nowhere but in a sandbox. */
export const DEFAULT_ACCOUNT_ID = 'SANDBOXACCOUNT234567ABCDEF';
export const DEFAULT_CLIENT_ID = '5a0d1e2c-93b4-4f6e-8c17-2b7d9e4f6a31';
/** Holds what a client breaks if it encodes the secret before base64, or splits the pair at the last colon. */
export const DEFAULT_CLIENT_SECRET = 'sandbox-only:Tq9+XvR2/mK8wLz6%41Yb1NcPj7Hs3Fd5Ge==';
