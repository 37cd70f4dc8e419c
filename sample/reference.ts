// Reads the reference data in sample/reference. Knows the files' columns and nothing of the tables they end up in.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { packageRoot } from '../subgraphs/shared/package-root';

export interface Division {
  code: string;
  name: string;
}

export interface Prefecture extends Division {
  provinceCode: string;
}

export interface County extends Division {
  provinceCode: string;
  /** Null where the parent is a grouping that statistics add, such as 省直辖县级行政区划. */
  prefectureCode: string | null;
}

interface KeyCounty {
  code: string;
  provinceCode: string;
  confidence: string;
  source: string;
}

interface Partnership {
  eastCode: string;
  westCode: string;
  note: string;
  source: string;
  confidence: string;
}

interface FormerCode {
  formerCode: string;
  code: string;
  formerName: string;
  changedOn: string | null;
  confidence: string;
}

export interface SourcedOrganization {
  code: string;
  name: string;
  type: string;
}

export interface Reference {
  provinces: Division[];
  prefectures: Prefecture[];
  /** The 2,844 statutory counties in the order of their codes. */
  counties: County[];
  keyCounties: KeyCounty[];
  partnerships: Partnership[];
  formerCodes: FormerCode[];
  /** Only those whose credit code is known. */
  sourcedOrganizations: SourcedOrganization[];
}

// Statutory, but absent from the statistics file that divisions.csv is made from.
const addedCounties: County[] = [
  { code: '460301', name: '西沙区', provinceCode: '460000', prefectureCode: '460300' },
  { code: '460302', name: '南沙区', provinceCode: '460000', prefectureCode: '460300' },
];

let reference: Reference | undefined;

/** The reference data, read once. */
export function readReference(): Reference {
  reference ??= {
    ...readDivisions(),
    keyCounties: readRows('key-counties.csv', ['code', 'province_code', 'confidence', 'source']).map((row) => ({
      code: row.code,
      provinceCode: row.province_code,
      confidence: row.confidence,
      source: row.source,
    })),
    partnerships: readRows('east-west-cooperation.csv', ['east_code', 'west_code', 'note', 'source', 'confidence']).map((row) => ({
      eastCode: row.east_code,
      westCode: row.west_code,
      note: row.note,
      source: row.source,
      confidence: row.confidence,
    })),
    formerCodes: readRows('former-codes.csv', ['former_code', 'code', 'former_name', 'changed_on', 'confidence']).map((row) => ({
      formerCode: row.former_code,
      code: row.code,
      formerName: row.former_name,
      changedOn: row.changed_on === '' ? null : row.changed_on,
      confidence: row.confidence,
    })),
    sourcedOrganizations: readRows('sourced-organizations.csv', ['uscc', 'name', 'type'])
      .filter((row) => row.uscc !== '')
      .map((row) => ({ code: row.uscc, name: row.name, type: row.type })),
  };
  return reference;
}

function readDivisions(): Pick<Reference, 'provinces' | 'prefectures' | 'counties'> {
  const rows = readRows('divisions.csv', ['level', 'code', 'name', 'parent_code', 'province_code', 'kind']);
  const prefectures = rows
    .filter((row) => row.level === 'prefecture' && row.kind === 'statutory')
    .map((row) => ({ code: row.code, name: row.name, provinceCode: row.province_code }));
  const statutory = new Set(prefectures.map((prefecture) => prefecture.code));
  const counties = rows
    .filter((row) => row.level === 'county' && row.kind === 'statutory')
    .map((row) => ({
      code: row.code,
      name: row.name,
      provinceCode: row.province_code,
      prefectureCode: statutory.has(row.parent_code) ? row.parent_code : null,
    }));
  return {
    provinces: rows.filter((row) => row.level === 'province').map(({ code, name }) => ({ code, name })),
    prefectures,
    counties: [...counties, ...addedCounties].sort((a, b) => (a.code < b.code ? -1 : 1)),
  };
}

function readRows<Column extends string>(file: string, columns: readonly Column[]): Record<Column, string>[] {
  const text = readFileSync(path.join(packageRoot, 'sample', 'reference', file), 'utf8');
  const rows: Record<string, string>[] = parse(text, { columns: true, skip_empty_lines: true });
  return rows.map((row, i) => {
    const missing = columns.find((column) => row[column] === undefined);
    if (missing !== undefined) throw new Error(`${file} has the columns ${columns.join(', ')}; row ${i + 1} lacks ${missing}`);
    return row as Record<Column, string>;
  });
}
