import { describe, expect, test } from '@jest/globals';
import { XMLValidator } from 'fast-xml-parser';
import { S3Error } from '../../../../front/wire/s3-error.ts';
import { escapeXml, text, xmlDocument, xmlTime } from '../../../../front/wire/xml.ts';
import { children, childText, parseXmlBody } from '../../../../front/wire/xml-body.ts';
import fc from '../../../support/fast-check.ts';
import { ANY_CHARACTER } from '../../../support/fast-check-characters.ts';

const anyText = fc.string({ unit: ANY_CHARACTER }).filter((value) => value.isWellFormed());
/** All characters outside XML 1.0's production Char. */
const NOT_CHAR = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const CHARS_XML_CANNOT_CARRY = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const parse = (xml: string) => parseXmlBody(Buffer.from(xml), 'Delete');
const keysOf = (xml: string) => children(parse(xml), 'Object').map((node) => childText(node, 'Key'));

function codeOf(xml: string): string | undefined {
  try {
    parse(xml);
    return undefined;
  } catch (error) {
    return error instanceof S3Error ? error.code : String(error);
  }
}

describe('writing XML', () => {
  test('any text makes a valid XML 1.0 document with the same text, except for characters that XML cannot represent', () => {
    fc.assert(
      fc.property(anyText, (value) => {
        const xml = xmlDocument('Delete', [text('Key', value)]);
        expect(NOT_CHAR.test(xml)).toBe(false);
        // References to illegal characters are illegal too.
        for (const [, point] of xml.matchAll(/&#x([0-9A-F]+);/g)) {
          expect(NOT_CHAR.test(String.fromCodePoint(Number.parseInt(point!, 16)))).toBe(false);
        }
        expect(XMLValidator.validate(xml)).toBe(true);
        expect(childText(parse(xml), 'Key')).toBe(value.replace(CHARS_XML_CANNOT_CARRY, '\ufffd'));
      }),
      { numRuns: 2000 },
    );
  });

  test('line ends become references, because a parser would change them', () => {
    expect(escapeXml('a\r\n\tb\u0085\u2028')).toBe('a&#xD;&#xA;&#x9;b&#x85;&#x2028;');
    expect(escapeXml('\u0001\uffff')).toBe('\ufffd\ufffd');
    expect(escapeXml('"<&>\'')).toBe('&quot;&lt;&amp;&gt;&apos;');
  });

  test('times have whole seconds', () => {
    expect(xmlTime(Date.UTC(2026, 10, 22, 10, 0, 0, 999))).toBe('2026-11-22T10:00:00.000Z');
  });

  test('a time is that of Date, for any day and second', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), (date) => {
        const seconds = Math.floor(date.getTime() / 1000);
        expect(xmlTime(date.getTime())).toBe(new Date(seconds * 1000).toISOString());
      }),
      { numRuns: 5000 },
    );
  });
});

describe('reading XML', () => {
  test('keys keep spaces, control characters, texts that look like numbers, and CDATA', () => {
    const keys = [
      ' a ',
      '&#x1;b&#1;',
      '007',
      '',
      '<![CDATA[<&amp;>]]>',
      '&amp;lt;',
      '&#128512;',
      '&#13;&#10;',
      'toString',
    ];
    const xml = `<Delete xmlns="x">${keys.map((key) => `<Object><Key>${key}</Key></Object>`).join('\n')}</Delete>`;
    expect(keysOf(xml)).toEqual([
      ' a ',
      '\u0001b\u0001',
      '007',
      '',
      '<&amp;>',
      '&lt;',
      '😀',
      '\r\n',
      'toString',
    ]);
  });

  test.each([
    '',
    'x',
    '<Delete>',
    '<Delete></Other>',
    '<Other/>',
    '<Delete/><Delete/>',
    '<!DOCTYPE Delete><Delete/>',
    '<Delete>a & b</Delete>',
    '<Delete>&nbsp;</Delete>',
    '<Delete>&#xD800;</Delete>',
    '<Delete>&#x110000;</Delete>',
    '<Delete><__proto__>x</__proto__></Delete>',
    '<a>'.repeat(10_000),
  ])('refuses %j', (xml) => {
    expect(codeOf(xml)).toBe('MalformedXML');
  });

  test('any bytes are either parsed or MalformedXML', () => {
    const bytes = fc.oneof(
      fc.uint8Array(),
      fc.array(
        fc.constantFrom(
          '<Delete>',
          '</Delete>',
          '<Key>',
          '</Key>',
          '<![CDATA[',
          ']]>',
          '&',
          ';',
          '#',
          '<!--',
          '<?',
        ),
      ),
    );
    fc.assert(
      fc.property(bytes, (input) => {
        try {
          parseXmlBody(Buffer.from(input instanceof Uint8Array ? input : input.join('')), 'Delete');
        } catch (error) {
          expect(error).toBeInstanceOf(S3Error);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('bytes that are not UTF-8 are refused', () => {
    expect(() => parseXmlBody(Buffer.from([0x3c, 0x61, 0x3e, 0xff]), 'a')).toThrow(S3Error);
  });
});
