/** What helps where the cause may pass, as advice to whoever runs a workflow. */
export const RUN_AGAIN = 'run the workflow again: what is already done is not done twice';

/** The same text for whoever tests a credential: there is no workflow to run. */
export const forCredentialTest = (text: string) => text.replaceAll(RUN_AGAIN, 'test the credential again');
