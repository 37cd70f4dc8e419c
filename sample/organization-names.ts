// Names, scopes and places of synthetic organizations. Every name says that it is synthetic: none can be taken for a real body's.
import type { Random } from './random';
import type { Reference } from './reference';
import { type HelpKind, helpKinds } from './rows';
import { groupBy } from '../subgraphs/shared/group-by';
import type { OrganizationKind, Slot } from './organization-slots';

/** Where an organization is registered. */
export interface Authority {
  name: string;
  divisionCode: string;
  /** How the division is called in names. */
  place: string;
}

const topics: Readonly<Record<HelpKind, readonly string[]>> = {
  INDUSTRY: ['乡村产业', '特色农业', '农业技术', '果业', '茶产业'],
  EMPLOYMENT: ['就业创业', '职业技能', '青年创业'],
  EDUCATION: ['乡村教育', '助学', '儿童阅读'],
  HEALTH: ['健康', '乡村医疗', '儿童营养'],
  ELDERLY_CARE: ['养老', '老年关爱', '互助养老'],
  CONSUMPTION: ['消费帮扶', '农产品流通', '乡村电商'],
};
const scopes: Readonly<Record<HelpKind, string>> = {
  INDUSTRY: '产业帮扶、特色农业技术推广',
  EMPLOYMENT: '就业创业培训、岗位对接',
  EDUCATION: '教育助学、支教与教师培训',
  HEALTH: '健康义诊、基层医疗援助',
  ELDERLY_CARE: '养老服务、老年照护',
  CONSUMPTION: '消费帮扶、农产品产销对接',
};
const otherScopes = ['救灾与应急援助', '乡村文化活动', '生态保护', '科技普及', '志愿服务', '社会工作服务', '信息咨询', '国际交流'];
const suffixes: Readonly<Record<OrganizationKind, readonly string[]>> = {
  SOCIAL_ASSOCIATION: ['促进会', '协会', '联合会', '研究会', '商会'],
  SOCIAL_SERVICE_INSTITUTION: ['服务中心', '发展中心', '公益事务中心', '社会工作服务中心'],
  FOUNDATION: ['基金会', '公益基金会', '发展基金会'],
};
const departments: Readonly<Record<HelpKind, readonly [ministry: string, department: string]>> = {
  INDUSTRY: ['农业农村部', '农业农村'],
  EMPLOYMENT: ['人力资源和社会保障部', '人力资源和社会保障'],
  EDUCATION: ['教育部', '教育'],
  HEALTH: ['国家卫生健康委员会', '卫生健康'],
  ELDERLY_CARE: ['民政部', '民政'],
  CONSUMPTION: ['商务部', '商务'],
};
const simplified = [...'乡业会农协创务医联营进产学发养儿帮关爱济贫区县广东国开兴疗费电职阅读'];
const traditional = [...'鄉業會農協創務醫聯營進產學發養兒幫關愛濟貧區縣廣東國開興療費電職閱讀'];

/** Draws the registering authority of a slot: its level within its province. */
export function createAuthorities(reference: Reference): (random: Random, slot: Slot) => Authority {
  const provinceNames = new Map(reference.provinces.map((province) => [province.code, province.name]));
  const prefectures = groupBy(reference.prefectures, (prefecture) => prefecture.provinceCode);
  const counties = groupBy(reference.counties, (county) => county.provinceCode);
  return (random, { level, provinceCode }) => {
    if (provinceCode === null) return { name: '民政部', divisionCode: '100000', place: '全国' };
    const province = provinceNames.get(provinceCode) ?? '';
    if (level === 'PROVINCIAL') return { name: `${province}民政${province.endsWith('市') ? '局' : '厅'}`, divisionCode: provinceCode, place: province };
    const division = random.pick((level === 'PREFECTURAL' ? prefectures : counties).get(provinceCode) ?? []);
    return { name: `${division.name}民政局`, divisionCode: division.code, place: division.name };
  };
}

/** One to three kinds of help, the main one first; sometimes none for organizations outside the pairings. */
export function drawFields(random: Random, slot: Slot): HelpKind[] {
  if (slot.purpose === 'NONE' && random.chance(0.12)) return [];
  return random.sample(helpKinds, random.integer(1, 3));
}

/** Such as 示例四川省乡村教育促进会（合成0123）; the number makes it unique. */
export function organizationName(random: Random, place: string, kind: OrganizationKind, fields: readonly HelpKind[], number: string): string {
  const topic = fields[0] === undefined ? random.pick(['文化', '科技', '生态', '志愿服务']) : random.pick(topics[fields[0]]);
  return `示例${place}${topic}${random.pick(suffixes[kind])}（合成${number}）`;
}

/** A name it may have had before, now and then in Traditional characters. */
export function formerName(random: Random, place: string, kind: OrganizationKind, number: string, ordinal: number): string {
  const name = `示例${place}${random.pick(['扶贫开发', '扶贫济困', '农村发展', '爱心帮扶'])}${random.pick(suffixes[kind])}`;
  const written = random.chance(0.25) ? [...name].map((character) => traditional[simplified.indexOf(character)] ?? character).join('') : name;
  return `${written}（合成${number}旧${ordinal}）`;
}

export function businessScope(random: Random, fields: readonly HelpKind[]): string {
  return [...fields.map((field) => scopes[field]), ...random.sample(otherScopes, random.integer(1, 2))].join('；');
}

export function supervisingBody(random: Random, { level }: Slot, place: string, fields: readonly HelpKind[]): string {
  const [ministry, department] = departments[fields[0] ?? random.pick(helpKinds)];
  if (level === 'NATIONAL') return ministry;
  return `${place}${department}${level === 'PROVINCIAL' && !place.endsWith('市') ? '厅' : '局'}`;
}
