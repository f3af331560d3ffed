import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIP, isIPv4 } from 'node:net';
import type { Certificate } from '../types.ts';
import {
	bitString,
	boolean,
	explicit,
	implicit,
	integer,
	octetString,
	oid,
	sequence,
	set,
	utcTime,
	utf8,
} from './der.ts';

const ECDSA_WITH_SHA256 = sequence(oid(1, 2, 840, 10045, 4, 3, 2));
const COMMON_NAME = oid(2, 5, 4, 3);
const SUBJECT_ALTERNATIVE_NAME = oid(2, 5, 29, 17);
const BASIC_CONSTRAINTS = oid(2, 5, 29, 19);
const DAYS_VALID = 30;
const DAY = 24 * 3600 * 1000;

/**
 * Makes a certificate for these host names and addresses that signs itself (RFC 5280), and its private key.
 *
 * It is an authority of its own, so that a client can trust it with NODE_EXTRA_CA_CERTS or `curl --cacert`.
 */
export function selfSignedCertificate(hosts: readonly string[], now = Date.now()): Certificate {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const name = sequence(set(sequence(COMMON_NAME, utf8('1Password Users API sandbox'))));
	const toBeSigned = sequence(
		explicit(0, integer(Buffer.from([2]))),
		integer(serialNumber()),
		ECDSA_WITH_SHA256,
		name,
		sequence(utcTime(now - DAY), utcTime(now + DAYS_VALID * DAY)),
		name,
		publicKey.export({ type: 'spki', format: 'der' }),
		explicit(
			3,
			sequence(
				sequence(SUBJECT_ALTERNATIVE_NAME, octetString(sequence(...hosts.map(alternativeName)))),
				sequence(BASIC_CONSTRAINTS, boolean(true), octetString(sequence(boolean(true)))),
			),
		),
	);
	const signature = sign('sha256', toBeSigned, privateKey);
	const certificate = sequence(toBeSigned, ECDSA_WITH_SHA256, bitString(signature));
	return {
		cert: pem('CERTIFICATE', certificate),
		key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
	};
}

/** Positive, and not the same for two certificates. */
function serialNumber(): Buffer {
	const serial = randomBytes(16);
	serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
	return serial;
}

function alternativeName(host: string): Buffer {
	return isIP(host) === 0 ? implicit(2, Buffer.from(host, 'latin1')) : implicit(7, addressBytes(host));
}

function addressBytes(address: string): Buffer {
	if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
	const [head = '', tail = ''] = address.split('::');
	const groups = (part: string) => part.split(':').filter((group) => group !== '');
	const zeros = Array<string>(8 - groups(head).length - groups(tail).length).fill('0');
	const all = [...groups(head), ...zeros, ...groups(tail)];
	return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
}

function pem(label: string, der: Buffer): string {
	const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
	return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
