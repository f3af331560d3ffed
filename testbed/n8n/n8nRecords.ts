/** Who signs in. n8n wants 8 characters or more, a number and a capital letter in the password. */
export interface Owner {
	email: string;
	firstName: string;
	lastName: string;
	password: string;
}

export interface NewCredential {
	name: string;
	type: string;
	data: Record<string, unknown>;
}

/** How workflows refer to a credential. */
export interface CredentialReference {
	id: string;
	name: string;
}

/** What n8n says about a credential when it is tested. */
export interface CredentialTest {
	status: 'OK' | 'Error';
	message: string;
}

/** One execution as n8n stored it. */
export interface StoredExecution {
	id: string;
	workflowId: string;
	status: string;
	/** All data of all nodes, in n8n's own packed JSON ("flatted"). */
	data: string;
}

/** A file that a node put out; n8n keeps the contents elsewhere. */
export interface StoredFile {
	id: string;
	fileName: string;
	mimeType: string;
}

/** How far n8n is with activating a workflow. */
export interface Publication {
	status: string;
	triggers: Array<{ status: string; errorMessage: string | null }>;
}
