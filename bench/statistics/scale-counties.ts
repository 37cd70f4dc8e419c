// The counties at national scale: the sample's own rows of divisions, designations and partnerships, all 2,844 counties of them, and
// needs in greater number. Of the needs, what projects have to know is kept in typed arrays.
import { generateSample } from '../../sample';
import { historyRows, type Step } from '../../sample/dates';
import { needsDataset } from '../../sample/needs';
import { createRandom, type Random } from '../../sample/random';
import { type AgencyRows, asOf, helpKinds, type Row } from '../../sample/rows';
import { createBatches, createInstants, createWeighted, type Day, dateText, dayOf, drawDay, type RowBatch } from './scale-rows';

/** The counties by number, from 0, in the order of their codes, and their needs by number in the order of their ids. */
export interface Gazetteer {
  /** The sample's rows by table, its needs left out. */
  rows: AgencyRows;
  codes: readonly string[];
  names: readonly string[];
  /** A county's former codes. */
  formerCodes: ReadonlyMap<string, readonly string[]>;
  /** Eastern provinces that help a western one. */
  partners: ReadonlyMap<string, readonly string[]>;
  /** County numbers to draw from, those of key counties several times: all of them, and by province. */
  draws: readonly number[];
  drawsByProvince: ReadonlyMap<string, readonly number[]>;
  /** The needs of county `i` are those from `needStarts[i]` up to `needStarts[i + 1]`. */
  needStarts: Uint32Array;
  /** A place in `helpKinds`. */
  needKinds: Uint8Array;
  needStatedOn: Uint16Array;
  /** `N-` with the county's code and the need's number there. */
  needIdOf(county: number, need: number): string;
}

const nationalKeyWeight = 8;
const provincialKeyWeight = 3;
const drawKind = createWeighted({ INDUSTRY: 26, EMPLOYMENT: 16, EDUCATION: 21, HEALTH: 14, ELDERLY_CARE: 11, CONSUMPTION: 12 });
const subjects: Readonly<Record<(typeof helpKinds)[number], readonly string[]>> = {
  INDUSTRY: ['特色种植基地需要技术与良种', '农产品加工车间缺少设备', '合作社需要管理培训'],
  EMPLOYMENT: ['返乡青年需要技能培训', '外出务工人员需要岗位对接', '搬迁群众需要就近就业'],
  EDUCATION: ['乡村小学缺少音体美教师', '寄宿制学校需要改善食宿', '困难家庭学生需要助学'],
  HEALTH: ['乡镇卫生院缺少常用设备', '村医需要轮训', '儿童需要营养筛查'],
  ELDERLY_CARE: ['村级互助养老点需要运营支持', '失能老人需要上门照护', '养老护理员需要培训'],
  CONSUMPTION: ['特色农产品需要稳定销路', '需要电商直播与物流支持', '农特产品需要进入机关食堂采购'],
};
const firstNeedDay = dayOf('2021-10-01');
const lastNeedDay = dayOf('2026-05-31');
const today = dayOf(asOf);

/** The counties as the sample has them for the seed, with `needs` needs, more of them in key counties. */
export function createGazetteer(seed: number, needs: number, loadedAt: string): Gazetteer {
  // Fewest organizations: only the counties' rows are taken.
  const { county_need: _needs, county_need_status: _statuses, ...rows } = generateSample({ seed, loadedAt, organizations: 500 }).counties;
  const counties = rows.county ?? [];
  const codes = counties.map(({ code }) => String(code));
  const weights = new Map<string, number>();
  for (const { county_code, list } of rows.county_designation ?? []) {
    weights.set(String(county_code), list === 'NATIONAL_KEY' ? nationalKeyWeight : provincialKeyWeight);
  }
  const draws = codes.flatMap((code, i) => Array<number>(weights.get(code) ?? 1).fill(i));
  const drawsByProvince = new Map<string, number[]>();
  for (const county of draws) append(drawsByProvince, provinceOf(codes[county] as string), county);
  const formerCodes = new Map<string, string[]>();
  for (const { county_code, former_code } of rows.county_former_code ?? []) append(formerCodes, String(county_code), String(former_code));
  const partners = new Map<string, string[]>();
  for (const { west_code, east_code } of rows.east_west_partnership ?? []) append(partners, String(west_code), String(east_code));

  const random = createRandom(seed, 'scale needs');
  const numbers = new Uint32Array(codes.length);
  for (let i = 0; i < needs; i++) (numbers[random.pick(draws)] as number)++;
  const needStarts = new Uint32Array(codes.length + 1);
  const needKinds = new Uint8Array(needs);
  const needStatedOn = new Uint16Array(needs);
  for (let county = 0; county < codes.length; county++) {
    const start = needStarts[county] as number;
    const end = start + (numbers[county] as number);
    needStarts[county + 1] = end;
    for (let need = start; need < end; need++) {
      needKinds[need] = helpKinds.indexOf(drawKind(random));
      needStatedOn[need] = drawDay(random, firstNeedDay, lastNeedDay);
    }
    // Ids go by county and date.
    needStatedOn.subarray(start, end).sort();
  }
  return {
    rows,
    codes,
    names: counties.map(({ name }) => String(name)),
    formerCodes,
    partners,
    draws,
    drawsByProvince,
    needStarts,
    needKinds,
    needStatedOn,
    needIdOf: (county, need) => `N-${codes[county]}-${String(need - (needStarts[county] as number) + 1).padStart(4, '0')}`,
  };
}

export function provinceOf(countyCode: string): string {
  return `${countyCode.slice(0, 2)}0000`;
}

/** Every row of the agency, `dataset` last. */
export function* generateCounties(seed: number, gazetteer: Gazetteer, loadedAt: string): Generator<RowBatch> {
  const drawInstant = createInstants(createRandom(seed, 'scale counties changed'), loadedAt);
  const { dataset = [], ...tables } = gazetteer.rows;
  for (const [table, rows] of Object.entries(tables)) {
    yield { table, rows: rows.map((row) => ('changed_at' in row ? { ...row, changed_at: drawInstant() } : row)) };
  }
  const random = createRandom(seed, 'scale need histories');
  const batches = createBatches();
  for (let county = 0; county < gazetteer.codes.length; county++) {
    for (let need = gazetteer.needStarts[county] as number; need < (gazetteer.needStarts[county + 1] as number); need++) {
      const id = gazetteer.needIdOf(county, need);
      const kind = helpKinds[gazetteer.needKinds[need] as number] as (typeof helpKinds)[number];
      const statedOn = gazetteer.needStatedOn[need] as Day;
      const row: Row = {
        id,
        county_code: gazetteer.codes[county] as string,
        kind,
        description: `【合成】${random.pick(subjects[kind])}`,
        stated_on: dateText(statedOn),
        amount_sought_fen: random.chance(0.2) ? null : random.skewed(10, 800) * 1_000_000,
        dataset_id: needsDataset.id,
        changed_at: drawInstant(),
      };
      batches.add('county_need', row);
      batches.add('county_need_status', ...historyRows({ need_id: id }, drawHistory(random, statedOn)));
    }
    yield* batches.takeFull();
  }
  yield* batches.takeRest();
  yield { table: 'dataset', rows: dataset };
}

/** Open, then for most met in part and for some of these met, or met at once, or withdrawn. */
function drawHistory(random: Random, statedOn: Day): Step[] {
  const steps: (readonly [status: string, since: Day])[] = [['OPEN', statedOn]];
  const first = statedOn + random.integer(40, 500);
  const second = first + random.integer(60, 600);
  const course = random.next();
  if (course < 0.5) steps.push(['PARTLY_MET', first], [course < 0.03 ? 'WITHDRAWN' : 'MET', second]);
  else if (course < 0.58) steps.push(['MET', first]);
  else if (course < 0.65) steps.push(['WITHDRAWN', first]);
  const reached = course < 0.22 && course >= 0.03 ? steps.slice(0, 2) : steps;
  return reached.filter(([, since]) => since <= today).map(([status, since]) => [status, dateText(since)]);
}

function append<Item>(groups: Map<string, Item[]>, key: string, item: Item): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [item]);
  else group.push(item);
}
