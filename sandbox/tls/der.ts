/** The few types of DER (X.690) that a certificate consists of; each function returns one encoded value. */

function encode(tag: number, content: Buffer): Buffer {
	const { length } = content;
	if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
	const hex = length.toString(16);
	const lengthBytes = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
	return Buffer.concat([Buffer.from([tag, 0x80 | lengthBytes.length]), lengthBytes, content]);
}

export const sequence = (...values: Buffer[]) => encode(0x30, Buffer.concat(values));
export const set = (...values: Buffer[]) => encode(0x31, Buffer.concat(values));
export const integer = (bigEndian: Buffer) => encode(0x02, bigEndian);
export const boolean = (value: boolean) => encode(0x01, Buffer.from([value ? 0xff : 0]));
export const octetString = (content: Buffer) => encode(0x04, content);
export const bitString = (content: Buffer) => encode(0x03, Buffer.concat([Buffer.from([0]), content]));
export const utf8 = (text: string) => encode(0x0c, Buffer.from(text));
/** A field with its own tag around the value. */
export const explicit = (tag: number, value: Buffer) => encode(0xa0 | tag, value);
/** A field whose own tag replaces the value's. */
export const implicit = (tag: number, content: Buffer) => encode(0x80 | tag, content);

/** Up to the year 2049, as X.509 demands. */
export function utcTime(time: number): Buffer {
	const [date = '', clock = ''] = new Date(time).toISOString().split('T');
	return encode(
		0x17,
		Buffer.from(`${date.slice(2).replaceAll('-', '')}${clock.slice(0, 8).replaceAll(':', '')}Z`),
	);
}

/** An object identifier such as 2.5.4.3. */
export function oid(first: number, second: number, ...rest: number[]): Buffer {
	return encode(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(number: number): number[] {
	const digits = [number & 0x7f];
	for (let rest = number >>> 7; rest > 0; rest >>>= 7) digits.unshift((rest & 0x7f) | 0x80);
	return digits;
}
