/** People's names of one origin: how they are written, and the same in letters an email address can hold. */
export interface Origin {
	readonly given: readonly (readonly [written: string, ascii: string])[];
	readonly family: readonly (readonly [written: string, ascii: string])[];
	/** The family name is written first, without a space between. */
	readonly familyFirst?: true;
}

/** "José García" → ["José", "jose"]; plain for names that Unicode can take apart. */
function latin(names: string): [string, string][] {
	return names.split(' ').map((name) => [name, asciiOf(name)]);
}

function asciiOf(name: string): string {
	const spelled = name
		.replaceAll('ß', 'ss')
		.replaceAll(/[øØ]/g, 'o')
		.replaceAll(/[łŁ]/g, 'l')
		.replaceAll(/[đĐ]/g, 'd');
	return spelled
		.normalize('NFD')
		.replaceAll(/[^A-Za-z]/g, '')
		.toLowerCase();
}

/** "Оксана=oksana": for scripts that need a transcription. */
function transcribed(names: string): [string, string][] {
	return names.split(' ').map((pair) => {
		const [written = '', ascii = ''] = pair.split('=');
		return [written, ascii];
	});
}

export const ORIGINS: readonly Origin[] = [
	{
		given: latin('Ana José Lucía Mateo Sofía Álvaro Inês João Beatriz Núria Camila Thiago'),
		family: latin('García Martínez Núñez Ibáñez Souza Conceição Peña Ferreira Díaz Muñoz Costa Rojas'),
	},
	{
		given: latin('Grace Liam Olivia Noah Amelia Ethan Ruby Oscar Hannah Declan Maeve Theo'),
		family: latin("O'Brien Smith Taylor Clarke Murphy Walker Bennett Hughes Fraser Morgan Doyle Baker"),
	},
	{
		given: latin('Zoë Jürgen Chloé Søren Łukasz Ingrid Björn Élodie Małgorzata Åsa Mikołaj François'),
		family: latin(
			'Müller Weiß Lefèvre Østergaard Wójcik Lindström Dubois Schröder Kowalski Jensen Håkansson Böhm',
		),
	},
	{
		given: latin('Priya Arjun Ananya Rohan Kavya Vikram Meera Aditya Isha Sanjay Divya Nikhil'),
		family: latin('Sharma Patel Iyer Reddy Banerjee Kapoor Nair Gupta Mehta Rao Desai Chatterjee'),
	},
	{
		given: latin('Amina Chinedu Zanele Kwame Fatou Tunde Wanjiru Sipho Adaeze Yusuf Nomvula Kofi'),
		family: latin('Okafor Mensah Dlamini Diallo Mwangi Adeyemi Nkosi Traoré Otieno Balogun Mokoena Sesay'),
	},
	{
		given: latin('Linh Đức Thảo Minh Hương Tuấn Ngọc Phúc Mai Quân Trâm Hải'),
		family: latin('Nguyễn Trần Lê Phạm Hoàng Võ Đặng Bùi Đỗ Hồ Ngô Dương'),
	},
	{
		given: transcribed('Оксана=oksana Тарас=taras Ірина=iryna Андрій=andrii Ελένη=eleni Γιώργος=giorgos'),
		family: transcribed('Шевченко=shevchenko Мельник=melnyk Ткаченко=tkachenko Παππάς=pappas Μακρής=makris'),
	},
	{
		given: transcribed('美咲=misaki 翔太=shota 結衣=yui 健一=kenichi 伟=wei 秀英=xiuying 敏=min'),
		family: transcribed('田中=tanaka 佐藤=sato 渡辺=watanabe 李=li 王=wang 陈=chen'),
		familyFirst: true,
	},
];

/** Reserved for examples by RFC 2606: no real address can look like this. */
export const DOMAINS = [
	'example.com',
	'example.com',
	'example.com',
	'eu.example.com',
	'example.org',
	'contractors.example.org',
	'example.net',
] as const;
