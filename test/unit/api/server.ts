/** Requests that wait for the test to answer them. */
export class Server {
	underWay: Array<{ answer: (error?: Error) => void; period: number }> = [];
	most = 0;
	answered = 0;

	request = (period: number): Promise<void> =>
		new Promise((resolve, reject) => {
			const answer = (error?: Error) => {
				this.underWay = this.underWay.filter((other) => other !== request);
				this.answered++;
				if (error) reject(error);
				else resolve();
			};
			const request = { answer, period };
			this.underWay.push(request);
			this.most = Math.max(this.most, this.underWay.length);
		});
}

/** Lets everything go on that waits for nothing but its turn. */
export async function settle(): Promise<void> {
	for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
