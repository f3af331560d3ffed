import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import axios from 'axios';
import type { Login } from './forms.ts';

/** What a chat shows: a text, or a question with buttons. */
export interface ChatMessage {
	text: string;
	buttons: Array<{ text: string; link: string }>;
}

/** What n8n says when somebody has written something, and its workflow answers by Chat nodes. */
interface Started {
	executionStarted: boolean;
	executionId: string;
	resumeToken?: string;
}

/** n8n's own signals on the way to a chat's page. */
const SIGNAL = /^n8n\|/;
const HEARTBEAT = 'n8n|heartbeat';

/** n8n does not take the click of a program for a decision: programs open links to preview them. */
const BROWSER = 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36';

/** One message in a new chat on the page that n8n hosts, and what is shown about it, in the browser's stead. */
export class HostedChat implements AsyncDisposable {
	readonly #socket: WebSocket;
	readonly #sessionId: string;
	readonly #received: ChatMessage[] = [];
	readonly #arrived = new EventTarget();

	private constructor(socket: WebSocket, sessionId: string) {
		this.#socket = socket;
		this.#sessionId = sessionId;
		socket.addEventListener('message', ({ data }) => {
			const text = String(data);
			if (text === HEARTBEAT) socket.send(`${HEARTBEAT}-ack`);
			if (SIGNAL.test(text)) return;
			this.#received.push(asMessage(text));
			this.#arrived.dispatchEvent(new Event('message'));
		});
	}

	/**
	 * Writes the first message of a chat.
	 *
	 * @param url of the Chat Trigger
	 */
	static async write(url: string, chatInput: string, auth: Login): Promise<HostedChat> {
		const sessionId = randomUUID();
		const { data } = await axios.post<Started>(
			url,
			{ action: 'sendMessage', sessionId, chatInput },
			{ auth, proxy: false },
		);
		assert(data.executionStarted, `the chat did not start: ${JSON.stringify(data)}`);
		const page = new URL('/chat', url);
		page.protocol = 'ws:';
		const token = data.resumeToken && { token: data.resumeToken };
		page.search = new URLSearchParams({
			sessionId,
			executionId: data.executionId,
			isPublic: 'true',
			...token,
		}).toString();
		return new HostedChat(new WebSocket(page), sessionId);
	}

	/** Types an answer, once the page is connected. */
	async say(chatInput: string): Promise<void> {
		if (this.#socket.readyState === WebSocket.CONNECTING) await once(this.#socket, 'open');
		this.#socket.send(JSON.stringify({ sessionId: this.#sessionId, action: 'sendMessage', chatInput }));
	}

	/** The next message that the chat shows; n8n looks for one every three seconds. */
	async next(signal: AbortSignal): Promise<ChatMessage> {
		if (this.#received.length === 0) await once(this.#arrived, 'message', { signal });
		const [message] = this.#received.splice(0, 1);
		assert(message);
		return message;
	}

	/** Presses one of the buttons below a message. */
	async press({ buttons }: ChatMessage, label: string): Promise<void> {
		const button = buttons.find(({ text }) => text === label);
		assert(button, `there is no button "${label}", but ${buttons.map(({ text }) => text).join(', ')}`);
		await axios.get(button.link, { headers: { 'User-Agent': BROWSER }, proxy: false });
	}

	async [Symbol.asyncDispose](): Promise<void> {
		if (this.#socket.readyState === WebSocket.CLOSED) return;
		const closed = once(this.#socket, 'close');
		this.#socket.close();
		await closed;
	}
}

function asMessage(received: string): ChatMessage {
	try {
		const parsed = JSON.parse(received) as Partial<ChatMessage>;
		if (typeof parsed.text === 'string') return { text: parsed.text, buttons: parsed.buttons ?? [] };
	} catch {
		// A text is sent as it is.
	}
	return { text: received, buttons: [] };
}
