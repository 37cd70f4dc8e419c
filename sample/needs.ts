// Needs that counties state, all synthetic, and how far projects met them. A need exists before any project; its history
// is written afterwards, so that it agrees with the projects that answer it.
import { addDays, earlier, historyRows, later, randomDate, type Step } from './dates';
import { groupBy } from '../subgraphs/shared/group-by';
import { createRandom, type Random } from './random';
import { type AgencyRows, asOf, type HelpKind, helpKinds, type Row, syntheticDataset } from './rows';

export const needsDataset = syntheticDataset('county-needs', '县帮扶需求');

export interface Need {
  id: string;
  countyCode: string;
  kind: HelpKind;
  statedOn: string;
  row: Row;
}

/** What a project did for a need. */
export interface NeedAnswer {
  needId: string;
  landedOn: string | null;
  completedOn: string | null;
}

const subjects: Readonly<Record<HelpKind, readonly string[]>> = {
  INDUSTRY: ['特色种植基地需要技术与良种', '农产品初加工车间缺少设备', '合作社需要品牌与管理培训'],
  EMPLOYMENT: ['返乡青年需要技能培训', '外出务工人员需要岗位对接', '易地搬迁群众需要就近就业'],
  EDUCATION: ['乡村小学缺少音体美教师', '寄宿制学校需要改善食宿', '困难家庭学生需要助学'],
  HEALTH: ['乡镇卫生院缺少常用设备', '村医需要轮训', '儿童需要营养与口腔筛查'],
  ELDERLY_CARE: ['村级互助养老点需要运营支持', '失能老人需要上门照护', '养老护理员需要培训'],
  CONSUMPTION: ['特色农产品需要稳定销路', '需要电商直播与物流支持', '农特产品需要进入机关食堂采购'],
};

/** Two to six needs in every national key county, one in a few provincial ones. Ids go by county and date. */
export function generateNeeds(seed: number, designations: readonly Row[]): Need[] {
  const random = createRandom(seed, 'needs');
  return designations.flatMap((designation) => {
    const countyCode = String(designation.county_code);
    const count = designation.list === 'NATIONAL_KEY' ? random.integer(2, 6) : Number(random.chance(0.25));
    const kinds = random.sample(helpKinds, count);
    const dates = kinds.map(() => randomDate(random, '2021-10-01', '2025-06-30')).sort();
    return kinds.map((kind, i) => createNeed(random, `N-${countyCode}-${String(i + 1).padStart(2, '0')}`, countyCode, kind, dates[i] as string));
  });
}

/** The tables of needs, given what projects did for them. */
export function needRows(seed: number, needs: readonly Need[], answers: readonly NeedAnswer[]): AgencyRows {
  const random = createRandom(seed, 'need histories');
  const byNeed = groupBy(answers, (answer) => answer.needId);
  return {
    county_need: needs.map((need) => need.row),
    county_need_status: needs.flatMap((need) => historyRows({ need_id: need.id }, history(random, need, byNeed.get(need.id) ?? []))),
  };
}

function createNeed(random: Random, id: string, countyCode: string, kind: HelpKind, statedOn: string): Need {
  const row: Row = {
    id,
    county_code: countyCode,
    kind,
    description: `【合成】${random.pick(subjects[kind])}`,
    stated_on: statedOn,
    amount_sought_fen: random.chance(0.2) ? null : random.skewed(10, 800) * 1_000_000,
    dataset_id: needsDataset.id,
  };
  return { id, countyCode, kind, statedOn, row };
}

function history(random: Random, { statedOn }: Need, answers: readonly NeedAnswer[]): Step[] {
  const steps: Step[] = [['OPEN', statedOn]];
  const landed = answers.flatMap(({ landedOn }) => landedOn ?? []).sort()[0];
  const completed = answers.flatMap(({ completedOn }) => completedOn ?? []).sort()[0];
  if (landed !== undefined) {
    const partly = later(landed, addDays(statedOn, 1));
    steps.push(['PARTLY_MET', partly]);
    if (completed !== undefined && random.chance(0.75)) steps.push(['MET', later(completed, addDays(partly, 1))]);
  } else if (answers.length === 0) {
    // Met by others than the ledger knows of, or no longer sought.
    const outcome = random.weighted({ OPEN: 70, PARTLY_MET: 12, MET: 8, WITHDRAWN: 10 });
    if (outcome !== 'OPEN') steps.push([outcome, randomDate(random, addDays(statedOn, 60), earlier(asOf, addDays(statedOn, 700)))]);
  }
  return steps;
}
