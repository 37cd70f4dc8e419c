// Generated from schema/statistics.graphql by npm run generate; not to be edited.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { CoverageAnswer, AnswerRow } from './coverage';
import type { Gap, GapPage } from './gaps';
import type { Score, ScorePage } from './evaluation';
import type { Context } from './loaders';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A calendar date, ISO 8601, such as 2023-12-31. 日期，ISO 8601 格式，如 2023-12-31。 */
  Date: { input: string; output: string; }
  /** An instant in UTC, ISO 8601, such as 2024-01-01T08:00:00.000Z. 时刻（协调世界时），ISO 8601 格式。 */
  DateTime: { input: string; output: string; }
  /** An amount in yuan (CNY) with two decimals, as a string such as "1200000.00"; never a float. 人民币金额（元），两位小数的字符串，不用浮点数。 */
  Money: { input: number; output: number; }
  _FieldSet: { input: unknown; output: unknown; }
};

export type Query = {
  /** How the counties of a population are covered on a date, across all agencies: rows of dimensions and measures. 某日各县的结对覆盖情况（跨部门统计）：按维度分行，列出指标。 */
  coverage?: Maybe<Coverage>;
  /** Coverage at the end of each interval: stocks as at its last day, flows within it. 各期末的覆盖情况：存量以期末日为准，流量为期内发生。 */
  coverageTrend?: Maybe<Coverage>;
  /** Counties that lack something: not covered, or with stated needs that no help meets. The worst first. 覆盖缺口：未覆盖或有需求未获回应的县，缺口大者在前。 */
  coverageGaps?: Maybe<CoverageGapConnection>;
  /** Scores for a year, each with every indicator it was made of (clause 4.5). 年度评估得分，逐项列出指标（方案 4.5）。 */
  evaluation?: Maybe<EvaluationScoreConnection>;
};


export type QueryCoverageArgs = {
  population?: Population;
  asOf?: InputMaybe<Scalars['Date']['input']>;
  where?: InputMaybe<CoverageFilter>;
  groupBy?: Array<CoverageDimension>;
  orderBy?: InputMaybe<Array<CoverageOrder>>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryCoverageTrendArgs = {
  from: Scalars['Date']['input'];
  to?: InputMaybe<Scalars['Date']['input']>;
  interval?: TrendInterval;
  population?: Population;
  where?: InputMaybe<CoverageFilter>;
  groupBy?: Array<CoverageDimension>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryCoverageGapsArgs = {
  population?: Population;
  asOf?: InputMaybe<Scalars['Date']['input']>;
  where?: InputMaybe<CoverageFilter>;
  statuses?: InputMaybe<Array<CoverageStatus>>;
  missing?: InputMaybe<Array<HelpKind>>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryEvaluationArgs = {
  year: Scalars['Int']['input'];
  of: EvaluationSubject;
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  population?: Population;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** What is scored. 评估对象。 */
export type EvaluationSubject =
  /** Pairings that were active in the year. 当年有效的结对。 */
  | 'PAIRING'
  /** Organizations in such pairings. 此类结对中的社会组织。 */
  | 'ORGANIZATION'
  /** Counties. 县。 */
  | 'COUNTY'
  /** Provinces of the counties. 县所属省份。 */
  | 'PROVINCE';

/** A page of scores, in the order of codes or identifiers. 得分的分页结果，按代码或编号排序。 */
export type EvaluationScoreConnection = {
  /** The last day that counts: the end of the year, or the last day that every agency's data reach. 截止日：年末，或各机关数据均已达到的最近日期。 */
  asOf: Scalars['Date']['output'];
  /** The scores with their cursors. 得分及其游标。 */
  edges: Array<EvaluationScoreEdge>;
  /** The scores alone. 得分。 */
  nodes: Array<EvaluationScore>;
  /** How to go on. 翻页信息。 */
  pageInfo: PageInfo;
  /** How many there are in all. 总数。 */
  totalCount: Scalars['Int']['output'];
  /** Why there is nothing to count, altogether or on some dates, and what the totals are then of; empty where there is nothing to say. 无可统计的原因（全部或部分日期）及合计的含义；无须说明则为空。 */
  notes: Array<AnswerNote>;
  /** Codes of the question that matched nothing, each with why. 问题中未匹配到任何内容的代码及原因。 */
  unmatched: Array<UnmatchedCode>;
  /** What they were computed from. 数据来源。 */
  sources: Array<StatisticsSource>;
  /** Version of the criteria with the weights. 评估标准（含权重）的版本。 */
  criteriaVersion: Scalars['String']['output'];
};

/** A score in a page. 分页中的一个得分。 */
export type EvaluationScoreEdge = {
  /** Cursor of this score. 该得分的游标。 */
  cursor: Scalars['String']['output'];
  /** The score. 得分。 */
  node: EvaluationScore;
};

/** A score for a year: 100 times the weighted mean of the indicators that can be told. What cannot be told lowers the confidence, not the score. 年度得分：可得指标的加权平均乘以 100；缺失的指标降低可信程度，不降低得分。 */
export type EvaluationScore = {
  /** The pairing scored; null for other subjects. 所评估的结对；其他对象为空。 */
  pairing?: Maybe<Pairing>;
  /** The organization scored. 所评估的社会组织。 */
  organization?: Maybe<Organization>;
  /** The county scored. 所评估的县。 */
  county?: Maybe<County>;
  /** The province scored. 所评估的省份。 */
  province?: Maybe<Province>;
  /** From 0 to 100; null where no indicator can be told. 得分，0 至 100；无可得指标则为空。 */
  score?: Maybe<Scalars['Float']['output']>;
  /** Weight of the indicators that can be told among all that apply, from 0 to 1. 可得指标权重占比，0 至 1。 */
  confidence: Scalars['Float']['output'];
  /** Every indicator that applies. 各项适用指标。 */
  indicators: Array<EvaluationIndicator>;
};

/** One indicator of a score. 单项指标。 */
export type EvaluationIndicator = {
  /** The indicator. 指标。 */
  indicator: EvaluationIndicatorCode;
  /** Its value, `counted` divided by `of`, from 0 to 1; null where it cannot be told. 指标值，即 counted 除以 of；不可得则为空。 */
  value?: Maybe<Scalars['Float']['output']>;
  /** What is counted. 分子。 */
  counted?: Maybe<Scalars['Float']['output']>;
  /** Of how many. 分母。 */
  of?: Maybe<Scalars['Int']['output']>;
  /** Its weight. 权重。 */
  weight: Scalars['Float']['output'];
  /** What it was computed from. 数据来源。 */
  sources: Array<StatisticsSource>;
  /** How it comes about, in English. 说明（英文）。 */
  english: Scalars['String']['output'];
  /** How it comes about, in Chinese. 说明（中文）。 */
  chinese: Scalars['String']['output'];
};

/** An indicator of the evaluation. 评估指标。 */
export type EvaluationIndicatorCode =
  /** Covered month-ends of the year, as coverageTrend counts them; for pairings and organizations, month-ends with an active pairing in good standing since the first one. 覆盖：当年各月末已覆盖的比例（口径同 coverageTrend）；结对与社会组织自首次有效起计。 */
  | 'COVERAGE'
  /** Kinds of unmet needs that are helped with. 广度：未满足需求的类型中已获帮扶的比例。 */
  | 'BREADTH'
  /** Projects that landed. 落地：已落地项目比例。 */
  | 'LANDED'
  /** Completed projects that are sustained. 持续：已完成项目中持续运行的比例。 */
  | 'SUSTAINED'
  /** Landed projects that trained local volunteers or social workers. 本地人才：培训了本地志愿者或社会工作者的落地项目比例。 */
  | 'LOCAL_PEOPLE'
  /** Landed projects that cultivated local organizations. 本地组织：培育了本地社会组织的落地项目比例。 */
  | 'LOCAL_ORGANIZATIONS'
  /** Standing of the organizations in active pairings. 状况：有效结对中社会组织的状况。 */
  | 'STANDING'
  /** Provincial reports on time; no source offers it yet. 按时报告：省级报告按时率，尚无数据来源。 */
  | 'REPORTS_ON_TIME';

/** Which counties are counted. 统计范围。 */
export type Population =
  /** The national key counties, as designated on the date. 该日的国家乡村振兴重点帮扶县。 */
  | 'NATIONAL_KEY'
  /** The provincial key counties, as designated on the date. 该日的省级乡村振兴重点帮扶县。 */
  | 'PROVINCIAL_KEY'
  /** All county-level divisions. 全部县级行政区。 */
  | 'ALL';

/** What rows can be grouped by. County dimensions choose counties; pairing dimensions choose which pairings count, over all counties of the row. 分组维度：县维度划分各县；结对维度决定计入哪些结对，县数不变。 */
export type CoverageDimension =
  /** Province of the county. 县所属省份。 */
  | 'PROVINCE'
  /** Prefecture of the county. 县所属地级行政区。 */
  | 'PREFECTURE'
  /** The county. 县。 */
  | 'COUNTY'
  /** List on which the county is designated; a county can be on several. 所列名单；一县可列入多个。 */
  | 'DESIGNATION'
  /** Kind of help; a pairing can be of several. 帮扶类型；一项结对可有多种。 */
  | 'KIND'
  /** Kind of the organization. 社会组织类型。 */
  | 'ORGANIZATION_KIND'
  /** Sector of the organization. 社会组织类别。 */
  | 'SECTOR'
  /** Level of the organization's registration authority. 登记管理机关层级。 */
  | 'LEVEL'
  /** Grade of the organization in force on the date. 该日有效的评估等级。 */
  | 'GRADE'
  /** Mechanism of the pairing. 结对机制。 */
  | 'MECHANISM'
  /** Year from 2022 on: stocks as at 31 December, flows within the year. 年份（自 2022 年）：存量以 12 月 31 日为准，流量为当年发生。 */
  | 'YEAR';

/** Length of an interval of a trend. 趋势的期长。 */
export type TrendInterval =
  /** A month. 月。 */
  | 'MONTH'
  /** A quarter. 季。 */
  | 'QUARTER'
  /** A year. 年。 */
  | 'YEAR';

/** A column to order by. 排序列。 */
export type CoverageOrder = {
  /** The column. 列。 */
  by: CoverageOrderField;
  /** Whether the greatest goes first. 是否从大到小。 */
  descending?: Scalars['Boolean']['input'];
};

/** Columns that rows can be ordered by; rows without a value come last. 可排序的列；无值者在后。 */
export type CoverageOrderField =
  /** Counties. 县数。 */
  | 'COUNTIES'
  /** Counties covered. 已覆盖县数。 */
  | 'COVERED'
  /** Counties at risk. 存在风险县数。 */
  | 'AT_RISK'
  /** Counties uncovered. 未覆盖县数。 */
  | 'UNCOVERED'
  /** Share of counties covered. 覆盖率。 */
  | 'COVERAGE_RATE'
  /** Organizations. 社会组织数。 */
  | 'ORGANIZATIONS'
  /** Pairings. 结对数。 */
  | 'PAIRINGS'
  /** Projects. 项目数。 */
  | 'PROJECTS'
  /** Amount pledged. 承诺金额。 */
  | 'PLEDGED'
  /** Amount spent. 支出金额。 */
  | 'SPENT'
  /** Beneficiaries. 受益人数。 */
  | 'BENEFICIARIES'
  /** Needs stated. 已提出需求数。 */
  | 'NEEDS_STATED'
  /** Needs met. 已满足需求数。 */
  | 'NEEDS_MET';

/** Conditions, all of which must hold; a list is met by any of its values, an empty list by none; lists are sets, of which neither order nor repetition means anything. Those on counties choose counties; those on pairings and organizations choose which pairings and projects count. 条件须同时满足；列表满足其一即可，空列表不取任何记录；列表为集合，次序与重复均无意义。县的条件划定各县；结对与社会组织的条件决定计入哪些结对与项目。 */
export type CoverageFilter = {
  /** Counties of these provinces, by code. 属于这些省的县（代码）。 */
  provinces?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Counties of these prefectures, by code. 属于这些地级行政区的县（代码）。 */
  prefectures?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** These counties, by a code of any date. 这些县（任一时期的代码）。 */
  counties?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Counties of provinces of these regions. 属于这些地区的县。 */
  regions?: InputMaybe<Array<Region>>;
  /** Counties designated on one of these lists on the date. 该日列入这些名单的县。 */
  designations?: InputMaybe<Array<DesignationList>>;
  /** Lies, or does not lie, in an ethnic autonomous area. 是否民族自治地方。 */
  ethnicMinorityArea?: InputMaybe<Scalars['Boolean']['input']>;
  /** Is, or is not, a land border county. 是否陆地边境县。 */
  borderCounty?: InputMaybe<Scalars['Boolean']['input']>;
  /** Is, or is not, an old revolutionary base area. 是否革命老区县。 */
  oldRevolutionaryBase?: InputMaybe<Scalars['Boolean']['input']>;
  /** Lies, or does not lie, in the "three regions and three prefectures". 是否属于“三区三州”。 */
  threeRegionsThreePrefectures?: InputMaybe<Scalars['Boolean']['input']>;
  /** Help of these kinds. 这些类型的帮扶。 */
  kinds?: InputMaybe<Array<HelpKind>>;
  /** Pairings under these mechanisms. 属于这些机制的结对。 */
  mechanisms?: InputMaybe<Array<PairingMechanism>>;
  /** Organizations of these kinds. 这些类型的社会组织。 */
  organizationKinds?: InputMaybe<Array<OrganizationKind>>;
  /** Organizations of these sectors. 这些类别的社会组织。 */
  sectors?: InputMaybe<Array<OrganizationSector>>;
  /** Organizations registered at these levels. 由这些层级登记的社会组织。 */
  levels?: InputMaybe<Array<RegistrationLevel>>;
  /** Organizations with one of these grades in force. 评估等级有效且为其中之一的社会组织。 */
  grades?: InputMaybe<Array<EvaluationGrade>>;
  /** Organizations registered in these provinces, by code. 登记在这些省的社会组织（代码）。 */
  homeProvinces?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** These organizations, by credit code. 这些社会组织（信用代码）。 */
  organizations?: InputMaybe<Array<Scalars['ID']['input']>>;
};

/** An answer on coverage. 覆盖情况的答复。 */
export type Coverage = {
  /** The date the figures are for. 统计日期。 */
  asOf: Scalars['Date']['output'];
  /** Why this date, where none was asked for. 未指定日期时，取此日期的理由。 */
  asOfReason?: Maybe<LocalizedText>;
  /** The rows of this page. 本页各行。 */
  rows: Array<CoverageRow>;
  /** How many rows there are in all. 总行数。 */
  rowCount: Scalars['Int']['output'];
  /** How to go on. 翻页信息。 */
  pageInfo: PageInfo;
  /** The measures over everything asked for, of the counties on the last date. Counted anew, never a sum of rows. 合计：以最后一日的县为准，重新计算，并非各行之和。 */
  totals: CoverageRow;
  /** Each measure: whether its rows add up to the total in this grouping. 各指标在本分组下各行是否可加。 */
  measures: Array<MeasureNote>;
  /** Why there is nothing to count, altogether or on some dates, and what the totals are then of; empty where there is nothing to say. 无可统计的原因（全部或部分日期）及合计的含义；无须说明则为空。 */
  notes: Array<AnswerNote>;
  /** Codes of the question that matched nothing, each with why. 问题中未匹配到任何内容的代码及原因。 */
  unmatched: Array<UnmatchedCode>;
  /** What the figures were computed from. 数据来源。 */
  sources: Array<StatisticsSource>;
};

/** What an answer says besides its figures: a zero never stands without a word. 答复中数字之外的说明：零必有因。 */
export type AnswerNote = {
  /** What it is about. 说明代码。 */
  code: AnswerNoteCode;
  /** In English. 英文。 */
  english: Scalars['String']['output'];
  /** In Chinese. 中文。 */
  chinese: Scalars['String']['output'];
};

/** What a note of an answer is about. 说明代码。 */
export type AnswerNoteCode =
  /** No county is on the population's list, or on one of those asked for, on some date: it begins later, or has ended. 某日统计范围所据名单（或所问名单）上无县：尚未生效或已终止。 */
  | 'LIST_NOT_IN_FORCE'
  /** No county of the population meets the conditions on some date. 某日统计范围内无县符合条件。 */
  | 'NO_COUNTY_MEETS_CONDITIONS'
  /** There are counties, and no pairing or project with them meets the conditions on pairings and organizations. 有县，但无符合结对与社会组织条件的结对或项目。 */
  | 'NO_PAIRING_MEETS_CONDITIONS'
  /** A list of the question is empty, which nothing meets. 问题中的列表为空，不取任何记录。 */
  | 'EMPTY_LIST'
  /** The data of an agency do not reach some date. 某机关的数据未达某日。 */
  | 'DATA_NOT_REACHED'
  /** There are counties, and nothing else that is asked for. 有县，但无所问的内容。 */
  | 'NOTHING_FOUND';

/** A code or identifier of a question that matched nothing. 问题中未匹配到任何内容的代码或编号。 */
export type UnmatchedCode = {
  /** The argument it was given in, such as where.counties or ids. 所在参数，如 where.counties 或 ids。 */
  argument: Scalars['String']['output'];
  /** The code or identifier. 代码或编号。 */
  code: Scalars['ID']['output'];
  /** Why, in English: nothing on record has it, or what has it is not asked about. 原因（英文）：无此代码，或其所指不在所问范围内。 */
  english: Scalars['String']['output'];
  /** Why, in Chinese. 原因（中文）。 */
  chinese: Scalars['String']['output'];
};

/** A text in two languages. 双语文本。 */
export type LocalizedText = {
  /** In English. 英文。 */
  english: Scalars['String']['output'];
  /** In Chinese. 中文。 */
  chinese: Scalars['String']['output'];
};

/** How a measure of an answer is to be read. 指标的读法。 */
export type MeasureNote = {
  /** The field of the row. 行中的字段。 */
  measure: Scalars['String']['output'];
  /** Whether the rows of this grouping add up to the total; otherwise it is a distinct count, or counts counties anew in each row. 本分组下各行之和是否等于合计；否则为去重计数，或各行分别计县。 */
  additive: Scalars['Boolean']['output'];
  /** Over which dimensions it adds up. 在哪些维度上可加。 */
  additiveOver: Array<CoverageDimension>;
  /** Whether amounts shared by several counties or organizations are split equally. 多县或多个社会组织共有的金额是否均分。 */
  split: Scalars['Boolean']['output'];
  /** Whether it counts what stands on the date (a stock) rather than what happened up to it or within the interval (a flow). 是否为存量（以日期为准）；否则为流量（截至该日或期内发生）。 */
  stock: Scalars['Boolean']['output'];
  /** What it counts. 统计口径。 */
  definition: LocalizedText;
};

/** What a figure was computed from: one agency's data as the statistics hold them. 统计所据的某一机关数据。 */
export type StatisticsSource = {
  /** The subgraph of the agency. 机关子图名称。 */
  agency: Scalars['String']['output'];
  /** The date its data reach; figures after it are UNKNOWN. 数据截至日期；其后的情况为未知。 */
  dataThrough?: Maybe<Scalars['Date']['output']>;
  /** Whether its data reach the date asked for. 数据是否达到所问日期。 */
  reaches: Scalars['Boolean']['output'];
  /** When its feed was last read to the end. 最近一次完整读取的时刻。 */
  readAt?: Maybe<Scalars['DateTime']['output']>;
  /** Seconds since then. 距今秒数。 */
  lagSeconds?: Maybe<Scalars['Int']['output']>;
  /** Identifies the data: equal versions are equal data. 数据版本：版本相同即数据相同。 */
  dataVersion: Scalars['String']['output'];
  /** Records held. 记录数。 */
  rows: Scalars['Int']['output'];
  /** Records and data sets of which something was refused; each is listed for the operator with the reason. 部分或全部内容有误而被拒的记录与数据集数，逐条列有原因供运维查阅。 */
  rejected: Scalars['Int']['output'];
  /** The data sets, with what can be relied on. 数据集及可信度。 */
  datasets: Array<StatisticsDataset>;
};

/** A data set behind a figure. 统计所据的数据集。 */
export type StatisticsDataset = {
  /** Its name; says so where it is synthetic. 名称；合成数据在名称中注明。 */
  name: Scalars['String']['output'];
  /** The date it describes. 数据所述日期。 */
  asOf: Scalars['Date']['output'];
  /** How far it can be relied on. 可信度。 */
  confidence: Confidence;
};

/** A row: first the dimensions, null where not grouped by, then the measures. 一行：先为维度（未分组者为空），后为指标。 */
export type CoverageRow = {
  /** Province. 省份。 */
  province?: Maybe<Province>;
  /** Code of the prefecture; null where the province governs the county directly. 地级行政区代码；省直辖者为空。 */
  prefectureCode?: Maybe<Scalars['ID']['output']>;
  /** Name of the prefecture. 地级行政区名称。 */
  prefectureName?: Maybe<Scalars['String']['output']>;
  /** County. 县。 */
  county?: Maybe<County>;
  /** List. 名单。 */
  designation?: Maybe<DesignationList>;
  /** Kind of help. 帮扶类型。 */
  kind?: Maybe<HelpKind>;
  /** Kind of organization; null where not known. 社会组织类型；未知则为空。 */
  organizationKind?: Maybe<OrganizationKind>;
  /** Sector; null where not known. 社会组织类别；未知则为空。 */
  sector?: Maybe<OrganizationSector>;
  /** Level; null where not known. 登记层级；未知则为空。 */
  level?: Maybe<RegistrationLevel>;
  /** Grade; null for organizations without one in force. 评估等级；无有效等级则为空。 */
  grade?: Maybe<EvaluationGrade>;
  /** Mechanism; null for projects outside pairings. 结对机制；非结对项目为空。 */
  mechanism?: Maybe<PairingMechanism>;
  /** Year. 年份。 */
  year?: Maybe<Scalars['Int']['output']>;
  /** The day that stocks are as at, and the last of flows. 存量所述日期，亦为流量截止日。 */
  date: Scalars['Date']['output'];
  /** Counties of the population. 县数。 */
  counties?: Maybe<Scalars['Int']['output']>;
  /** Counties covered: paired with a national or eastern organization in good standing (clause 2.2). 已覆盖县数：与状况正常的全国性或东部社会组织结对（方案 2.2）。 */
  covered?: Maybe<Scalars['Int']['output']>;
  /** Counties covered by any organization in good standing, local ones too. 由任一状况正常的社会组织（含本省）覆盖的县数。 */
  coveredByAny?: Maybe<Scalars['Int']['output']>;
  /** Counties paired only with organizations at risk. 仅与存在风险的社会组织结对的县数。 */
  atRisk?: Maybe<Scalars['Int']['output']>;
  /** Counties paired with none, or with barred organizations alone. 未结对，或仅与不可参与的社会组织结对的县数。 */
  uncovered?: Maybe<Scalars['Int']['output']>;
  /** Counties of which it cannot be told. 情况未知的县数。 */
  unknown?: Maybe<Scalars['Int']['output']>;
  /** Covered counties among those that are not unknown; null where there are none. 覆盖率：已覆盖县数占情况已知县数之比；无则为空。 */
  coverageRate?: Maybe<Scalars['Float']['output']>;
  /** The same by any organization. 任一社会组织的覆盖率。 */
  coverageRateByAny?: Maybe<Scalars['Float']['output']>;
  /** Organizations in pairings active on the date, whatever their standing. 该日有效结对中的社会组织数，不论状况。 */
  organizations?: Maybe<Scalars['Int']['output']>;
  /** Pairings active on the date. 该日有效的结对数。 */
  pairings?: Maybe<Scalars['Int']['output']>;
  /** Projects that landed. 已落地项目数。 */
  projects?: Maybe<Scalars['Int']['output']>;
  /** Amounts pledged by pairings agreed, less those withdrawn. 已达成结对的承诺金额，扣除撤销者。 */
  pledged?: Maybe<Scalars['Money']['output']>;
  /** Amounts spent, by progress reports. 支出金额（据进展报告）。 */
  spent?: Maybe<Scalars['Money']['output']>;
  /** People who benefited, by progress reports. Without the scope people:small-counts each report's total is shown as half of the threshold where it is under it, and rounded where it is not. 受益人数（据进展报告）；无权限 people:small-counts 时，各报告的累计数低于阈值者按阈值之半计，其余按阈值取整。 */
  beneficiaries?: Maybe<Scalars['Int']['output']>;
  /** How many reports in beneficiaries give a total that is shown as half of the threshold. 受益人数中累计数按阈值之半计的报告个数。 */
  protectedCells?: Maybe<Scalars['Int']['output']>;
  /** Needs stated and not withdrawn. 已提出且未撤回的需求数。 */
  needsStated?: Maybe<Scalars['Int']['output']>;
  /** Needs met among them. 其中已满足的需求数。 */
  needsMet?: Maybe<Scalars['Int']['output']>;
  /** The county's status; null where rows are not counties, or are grouped or restricted by pairings. 县的覆盖状态；仅按县分组且未按结对分组或筛选时给出。 */
  status?: Maybe<CoverageStatus>;
  /** Why the county has this status; as for status. 该状态的理由；条件同 status。 */
  reasons?: Maybe<Array<CoverageReason>>;
};

/** How a county is covered on a date. 县在某日的覆盖状态。 */
export type CoverageStatus =
  /** Paired with a national or eastern organization in good standing. 已覆盖：与状况正常的全国性或东部社会组织结对。 */
  | 'COVERED'
  /** Paired so only with organizations at risk. 存在风险：仅与存在风险的此类社会组织结对。 */
  | 'AT_RISK'
  /** Not paired so, or only with barred organizations. 未覆盖：未与此类社会组织结对，或其均不可参与。 */
  | 'UNCOVERED'
  /** It cannot be told: the data of an agency do not reach the date, or the register does not tell an organization's standing. 未知：某机关数据未达该日，或登记库未载明社会组织状况。 */
  | 'UNKNOWN';

/** A reason for a county's status. 县覆盖状态的理由。 */
export type CoverageReason = {
  /** The reason as a code. 理由代码。 */
  code: CoverageReasonCode;
  /** Since when. 起始日期。 */
  since?: Maybe<Scalars['Date']['output']>;
  /** The pairing. 相关结对。 */
  pairing?: Maybe<Pairing>;
  /** The organization. 相关社会组织。 */
  organization?: Maybe<Organization>;
  /** What stands against the organization. 社会组织状况的理由。 */
  standing?: Maybe<StandingReasonCode>;
  /** In English. 理由（英文）。 */
  english: Scalars['String']['output'];
  /** In Chinese. 理由（中文）。 */
  chinese: Scalars['String']['output'];
};

/** A reason for a county's status, as a code. 覆盖状态理由代码。 */
export type CoverageReasonCode =
  /** Paired with an organization that counts and is in good standing. 与计入且状况正常的社会组织结对。 */
  | 'COVERED_BY'
  /** Paired with an organization at risk. 结对社会组织存在风险。 */
  | 'ORGANIZATION_AT_RISK'
  /** Paired with a barred organization. 结对社会组织不可参与。 */
  | 'ORGANIZATION_BARRED'
  /** Paired with an organization whose standing is not known. 结对社会组织状况未知。 */
  | 'STANDING_UNKNOWN'
  /** Paired under a mechanism that the goal does not count. 结对机制不计入目标。 */
  | 'MECHANISM_NOT_COUNTED'
  /** Its last pairing that counted ended. 最后一项计入的结对已结束。 */
  | 'PAIRING_ENDED'
  /** Its last pairing that counted goes on, and no longer meets the conditions asked for, as of a grade or a kind of help. 最后一项计入的结对仍有效，但已不符合所问条件（如等级、帮扶类型）。 */
  | 'PAIRING_NOT_COUNTED'
  /** It has no pairing. 无结对。 */
  | 'NO_PAIRING'
  /** An agency's data do not reach the date. 某机关数据未达该日。 */
  | 'DATA_NOT_REACHED'
  /** What the register says of the county, or of a pairing with it, is not valid. 登记库中该县或其结对的数据无效。 */
  | 'RECORD_INVALID';

/** A county that lacks something. 有缺口的县。 */
export type CoverageGap = {
  /** The county. 县。 */
  county?: Maybe<County>;
  /** Its province. 所属省份。 */
  province?: Maybe<Province>;
  /** Its status by the pairings that count, as coverage with the same conditions has it. 按所计入的结对判定的覆盖状态，与相同条件的 coverage 一致。 */
  status: CoverageStatus;
  /** Why. 理由。 */
  reasons: Array<CoverageReason>;
  /** Kinds of help it states needs of, and gets from no organization in good standing by a pairing that counts. Empty where an agency's data do not reach the date: nothing is missing where nothing is known. 有需求而所计入的结对中无状况正常的社会组织提供的帮扶类型；某机关数据未达该日则为空（未知不作缺口）。 */
  missingKinds: Array<HelpKind>;
  /** Its needs that are open or met in part, of the kinds asked for; empty where an agency's data do not reach the date. 未满足或部分满足的需求（限所问类型）；某机关数据未达该日则为空。 */
  unmetNeeds: Array<UnmetNeed>;
  /** Organizations that could help, the best first, whatever pairings count; none that is paired with the county on the date. As of candidatesAsOf, and empty where that is null. 可提供帮扶的社会组织，优者在前，不受结对条件限制；该日已与该县结对者不列。以 candidatesAsOf 之日为准，其为空则不列。 */
  candidates: Array<Candidate>;
};


/** A county that lacks something. 有缺口的县。 */
export type CoverageGapCandidatesArgs = {
  kind?: InputMaybe<HelpKind>;
  includeAtRisk?: Scalars['Boolean']['input'];
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A need that is open or met in part. 未满足的需求。 */
export type UnmetNeed = {
  /** The need. 需求。 */
  need?: Maybe<Need>;
  /** Its kind. 类型。 */
  kind: HelpKind;
  /** Whether it is met in part. 是否部分满足。 */
  partlyMet: Scalars['Boolean']['output'];
  /** Since when. 该状态的起始日期。 */
  since: Scalars['Date']['output'];
};

/** An organization that could help a county with a kind of help. 可为该县提供某类帮扶的社会组织。 */
export type Candidate = {
  /** The organization. 社会组织。 */
  organization?: Maybe<Organization>;
  /** The kind of help. 帮扶类型。 */
  kind: HelpKind;
  /** Its place, from 1. 名次，自 1 起。 */
  rank: Scalars['Int']['output'];
  /** The points in all. 总分。 */
  points: Scalars['Float']['output'];
  /** Its standing: GOOD or AT_RISK. 状况：正常或存在风险。 */
  standing: StandingStatus;
  /** The points it got for each criterion, and why. 各项标准的得分及理由。 */
  criteria: Array<CandidateCriterion>;
};

/** What an organization got for one criterion. 单项标准得分。 */
export type CandidateCriterion = {
  /** The criterion. 标准。 */
  criterion: CandidateCriterionCode;
  /** Points it got. 得分。 */
  points: Scalars['Float']['output'];
  /** The most there are. 满分。 */
  of: Scalars['Float']['output'];
  /** Why, in English. 理由（英文）。 */
  english: Scalars['String']['output'];
  /** Why, in Chinese. 理由（中文）。 */
  chinese: Scalars['String']['output'];
};

/** A criterion by which candidates are ranked. 候选排序标准。 */
export type CandidateCriterionCode =
  /** Has worked in that kind: past projects, or its business scope. 从事过该类帮扶：过往项目或业务范围。 */
  | 'EXPERIENCE'
  /** Standing and grade. 状况与评估等级。 */
  | 'STANDING_AND_GRADE'
  /** Registered in the partner province by east–west cooperation, in the county's own, or national. 登记于东西部协作对口省份、本省，或为全国性。 */
  | 'PROVINCE'
  /** Few counties at present. 当前结对县数较少。 */
  | 'LOAD'
  /** Share of its projects that landed. 项目落地率。 */
  | 'TRACK_RECORD';

/** A page of gaps. 覆盖缺口的分页结果。 */
export type CoverageGapConnection = {
  /** The date. 统计日期。 */
  asOf: Scalars['Date']['output'];
  /** The gaps with their cursors. 缺口及其游标。 */
  edges: Array<CoverageGapEdge>;
  /** The gaps alone. 缺口。 */
  nodes: Array<CoverageGap>;
  /** How to go on. 翻页信息。 */
  pageInfo: PageInfo;
  /** How many there are in all. 总数。 */
  totalCount: Scalars['Int']['output'];
  /** The day that candidates are as of: their standing, grade, load and projects; null where none are named. 候选情况所依据的日期（状况、等级、结对县数与项目）；未列候选则为空。 */
  candidatesAsOf?: Maybe<Scalars['Date']['output']>;
  /** Why candidates are as of another day than asOf, or why none are named; null where they are as of it. 候选所依据日期与 asOf 不同或未列候选的说明；相同则为空。 */
  candidatesNote?: Maybe<LocalizedText>;
  /** Why there is nothing to count, altogether or on some dates, and what the totals are then of; empty where there is nothing to say. 无可统计的原因（全部或部分日期）及合计的含义；无须说明则为空。 */
  notes: Array<AnswerNote>;
  /** Codes of the question that matched nothing, each with why. 问题中未匹配到任何内容的代码及原因。 */
  unmatched: Array<UnmatchedCode>;
  /** What they were computed from. 数据来源。 */
  sources: Array<StatisticsSource>;
  /** Version of the criteria for candidates. 候选标准的版本。 */
  criteriaVersion: Scalars['String']['output'];
};

/** A gap in a page. 分页中的一个缺口。 */
export type CoverageGapEdge = {
  /** Cursor of this gap. 该缺口的游标。 */
  cursor: Scalars['String']['output'];
  /** The gap. 缺口。 */
  node: CoverageGap;
};

/** A province-level division. 省级行政区。 */
export type Province = {
  /** GB/T 2260 code, six digits. 行政区划代码（GB/T 2260），六位。 */
  code: Scalars['ID']['output'];
};

/** A county-level division of today. 县级行政区（以现行区划为准）。 */
export type County = {
  /** GB/T 2260 code of today, six digits. 现行行政区划代码（GB/T 2260），六位。 */
  code: Scalars['ID']['output'];
};

/** A social organization in the register of civil affairs. 民政部门登记的社会组织。 */
export type Organization = {
  /** Unified social credit code, 18 characters (GB 32100-2015). 统一社会信用代码，18 位。 */
  code: Scalars['ID']['output'];
};

/** A pairing of social organizations with counties. 社会组织与县的结对。 */
export type Pairing = {
  /** Identifier of the pairing. 结对编号。 */
  id: Scalars['ID']['output'];
};

/** A need that a county stated (clause 4.3 of the plan). 县提出的帮扶需求（方案 4.3）。 */
export type Need = {
  /** Identifier of the need. 需求编号。 */
  id: Scalars['ID']['output'];
};

/** A region of the country by the statistical grouping of provinces. 国家统计的四大地区。 */
export type Region =
  /** Eastern provinces. 东部。 */
  | 'EAST'
  /** Central provinces. 中部。 */
  | 'CENTRAL'
  /** Western provinces. 西部。 */
  | 'WEST'
  /** North-eastern provinces. 东北。 */
  | 'NORTHEAST';

/** A list of designated counties. 重点帮扶县名单。 */
export type DesignationList =
  /** The 160 national key counties for rural revitalization. 国家乡村振兴重点帮扶县（160 个）。 */
  | 'NATIONAL_KEY'
  /** Key counties that a province designated. 省级乡村振兴重点帮扶县。 */
  | 'PROVINCIAL_KEY';

/** A kind of help named by the action plan (clause 3.1). 帮扶类型（方案 3.1）。 */
export type HelpKind =
  /** Industry. 产业帮扶。 */
  | 'INDUSTRY'
  /** Employment. 就业帮扶。 */
  | 'EMPLOYMENT'
  /** Education. 教育帮扶。 */
  | 'EDUCATION'
  /** Health. 健康帮扶。 */
  | 'HEALTH'
  /** Elderly care. 养老帮扶。 */
  | 'ELDERLY_CARE'
  /** Consumption: buying what the county produces. 消费帮扶。 */
  | 'CONSUMPTION'
  /** Diversified help, of several kinds. 多样化帮扶。 */
  | 'DIVERSIFIED';

/** How far a record can be relied on. 记录的可信度。 */
export type Confidence =
  /** A source was read that states it. 有来源载明。 */
  | 'SOURCED'
  /** Reconstructed, very likely right. 重建，可信度高。 */
  | 'RECONSTRUCTED_HIGH'
  /** Reconstructed, likely right. 重建，可信度中等。 */
  | 'RECONSTRUCTED_MEDIUM'
  /** Reconstructed, uncertain. 重建，可信度低。 */
  | 'RECONSTRUCTED_LOW'
  /** Synthetic: made by a generator, true of nobody. 合成数据，非真实情况。 */
  | 'SYNTHETIC';

/** How to go on from a page. 翻页信息。 */
export type PageInfo = {
  /** Whether more follow. 之后是否还有。 */
  hasNextPage: Scalars['Boolean']['output'];
  /** Whether some came before: true when the page began after a cursor. 之前是否还有：自游标之后开始的页为真。 */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the first item; null on an empty page. 首项游标；空页为空。 */
  startCursor?: Maybe<Scalars['String']['output']>;
  /** Cursor of the last item; null on an empty page. 末项游标；空页为空。 */
  endCursor?: Maybe<Scalars['String']['output']>;
};

/** A kind of social organization. 社会组织类型。 */
export type OrganizationKind =
  /** Social association. 社会团体。 */
  | 'SOCIAL_ASSOCIATION'
  /** Social service institution (private non-enterprise unit). 社会服务机构（民办非企业单位）。 */
  | 'SOCIAL_SERVICE_INSTITUTION'
  /** Foundation. 基金会。 */
  | 'FOUNDATION';

/** A sector of social organizations. 社会组织类别。 */
export type OrganizationSector =
  /** Industry associations and chambers of commerce. 行业协会商会。 */
  | 'INDUSTRY_ASSOCIATION'
  /** Public-interest and charity. 公益慈善类。 */
  | 'CHARITY'
  /** Urban and rural community service. 城乡社区服务类。 */
  | 'COMMUNITY'
  /** Academic. 学术类。 */
  | 'ACADEMIC'
  /** Professional. 专业类。 */
  | 'PROFESSIONAL'
  /** Other. 其他。 */
  | 'OTHER';

/** The level of a registration authority. 登记管理机关层级。 */
export type RegistrationLevel =
  /** The Ministry of Civil Affairs. 民政部。 */
  | 'NATIONAL'
  /** A province's department. 省级。 */
  | 'PROVINCIAL'
  /** A prefecture's bureau. 地级。 */
  | 'PREFECTURAL'
  /** A county's bureau. 县级。 */
  | 'COUNTY';

/** An evaluation grade. 评估等级。 */
export type EvaluationGrade =
  /** 1A. 1A 级。 */
  | 'A1'
  /** 2A. 2A 级。 */
  | 'A2'
  /** 3A. 3A 级。 */
  | 'A3'
  /** 4A. 4A 级。 */
  | 'A4'
  /** 5A, the highest. 5A 级，最高。 */
  | 'A5';

/** Standing of an organization. 社会组织状况。 */
export type StandingStatus =
  /** Nothing stands against it. 正常。 */
  | 'GOOD'
  /** Listed abnormal, last inspection failed, or certificate expired. 存在风险：列入活动异常名录、最近年检不合格或证书过期。 */
  | 'AT_RISK'
  /** Deregistered, revoked, or listed for serious violations. 不可参与：已注销、被撤销登记或列入严重违法失信名单。 */
  | 'BARRED';

/** A reason for a standing, as a code. 状况理由代码。 */
export type StandingReasonCode =
  /** Deregistered: BARRED. 已注销。 */
  | 'DEREGISTERED'
  /** Registration revoked: BARRED. 被撤销登记。 */
  | 'REVOKED'
  /** Listed for serious violations: BARRED. 列入严重违法失信名单。 */
  | 'SERIOUS_VIOLATION'
  /** Listed for abnormal activity: AT_RISK. 列入活动异常名录。 */
  | 'ABNORMAL_ACTIVITY'
  /** The last inspection failed: AT_RISK. 最近一次年检不合格。 */
  | 'INSPECTION_FAILED'
  /** The certificate has expired: AT_RISK. 登记证书过期。 */
  | 'CERTIFICATE_EXPIRED';

/** The mechanism under which a pairing was made (clause 3.1). 结对机制（方案 3.1）。 */
export type PairingMechanism =
  /** A national organization. 全国性社会组织结对。 */
  | 'NATIONAL'
  /** An organization of an eastern province, along the east–west cooperation. 东部省份社会组织依东西部协作结对。 */
  | 'EAST_WEST'
  /** An organization of the county's own province. 本省社会组织结对。 */
  | 'LOCAL'
  /** A pairing in Tibet or Xinjiang, which the plan encourages. 西藏、新疆的鼓励性结对。 */
  | 'FRONTIER';



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;





/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Money: ResolverTypeWrapper<Scalars['Money']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  EvaluationSubject: EvaluationSubject;
  EvaluationScoreConnection: ResolverTypeWrapper<ScorePage>;
  EvaluationScoreEdge: ResolverTypeWrapper<Omit<EvaluationScoreEdge, 'node'> & { node: ResolversTypes['EvaluationScore'] }>;
  EvaluationScore: ResolverTypeWrapper<Score>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  EvaluationIndicator: ResolverTypeWrapper<EvaluationIndicator>;
  EvaluationIndicatorCode: EvaluationIndicatorCode;
  Population: Population;
  CoverageDimension: CoverageDimension;
  TrendInterval: TrendInterval;
  CoverageOrder: CoverageOrder;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  CoverageOrderField: CoverageOrderField;
  CoverageFilter: CoverageFilter;
  Coverage: ResolverTypeWrapper<CoverageAnswer>;
  AnswerNote: ResolverTypeWrapper<AnswerNote>;
  AnswerNoteCode: AnswerNoteCode;
  UnmatchedCode: ResolverTypeWrapper<UnmatchedCode>;
  LocalizedText: ResolverTypeWrapper<LocalizedText>;
  MeasureNote: ResolverTypeWrapper<MeasureNote>;
  StatisticsSource: ResolverTypeWrapper<StatisticsSource>;
  StatisticsDataset: ResolverTypeWrapper<StatisticsDataset>;
  CoverageRow: ResolverTypeWrapper<AnswerRow>;
  CoverageStatus: CoverageStatus;
  CoverageReason: ResolverTypeWrapper<CoverageReason>;
  CoverageReasonCode: CoverageReasonCode;
  CoverageGap: ResolverTypeWrapper<Gap>;
  UnmetNeed: ResolverTypeWrapper<UnmetNeed>;
  Candidate: ResolverTypeWrapper<Candidate>;
  CandidateCriterion: ResolverTypeWrapper<CandidateCriterion>;
  CandidateCriterionCode: CandidateCriterionCode;
  CoverageGapConnection: ResolverTypeWrapper<GapPage>;
  CoverageGapEdge: ResolverTypeWrapper<Omit<CoverageGapEdge, 'node'> & { node: ResolversTypes['CoverageGap'] }>;
  Province: ResolverTypeWrapper<Province>;
  County: ResolverTypeWrapper<County>;
  Organization: ResolverTypeWrapper<Organization>;
  Pairing: ResolverTypeWrapper<Pairing>;
  Need: ResolverTypeWrapper<Need>;
  Region: Region;
  DesignationList: DesignationList;
  HelpKind: HelpKind;
  Confidence: Confidence;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  OrganizationKind: OrganizationKind;
  OrganizationSector: OrganizationSector;
  RegistrationLevel: RegistrationLevel;
  EvaluationGrade: EvaluationGrade;
  StandingStatus: StandingStatus;
  StandingReasonCode: StandingReasonCode;
  PairingMechanism: PairingMechanism;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  Money: Scalars['Money']['output'];
  Query: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  EvaluationScoreConnection: ScorePage;
  EvaluationScoreEdge: Omit<EvaluationScoreEdge, 'node'> & { node: ResolversParentTypes['EvaluationScore'] };
  EvaluationScore: Score;
  Float: Scalars['Float']['output'];
  EvaluationIndicator: EvaluationIndicator;
  CoverageOrder: CoverageOrder;
  Boolean: Scalars['Boolean']['output'];
  CoverageFilter: CoverageFilter;
  Coverage: CoverageAnswer;
  AnswerNote: AnswerNote;
  UnmatchedCode: UnmatchedCode;
  LocalizedText: LocalizedText;
  MeasureNote: MeasureNote;
  StatisticsSource: StatisticsSource;
  StatisticsDataset: StatisticsDataset;
  CoverageRow: AnswerRow;
  CoverageReason: CoverageReason;
  CoverageGap: Gap;
  UnmetNeed: UnmetNeed;
  Candidate: Candidate;
  CandidateCriterion: CandidateCriterion;
  CoverageGapConnection: GapPage;
  CoverageGapEdge: Omit<CoverageGapEdge, 'node'> & { node: ResolversParentTypes['CoverageGap'] };
  Province: Province;
  County: County;
  Organization: Organization;
  Pairing: Pairing;
  Need: Need;
  PageInfo: PageInfo;
  String: Scalars['String']['output'];
  Int: Scalars['Int']['output'];
};

export type BoundDirectiveArgs = {
  keys?: Maybe<Array<Scalars['String']['input']>>;
  each?: Maybe<Scalars['String']['input']>;
  values?: Maybe<Scalars['Int']['input']>;
};

export type BoundDirectiveResolver<Result, Parent, ContextType = Context, Args = BoundDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export interface DateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Date'], any> {
  name: 'Date';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface MoneyScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Money'], any> {
  name: 'Money';
}

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  coverage?: Resolver<Maybe<ResolversTypes['Coverage']>, ParentType, ContextType, RequireFields<QueryCoverageArgs, 'population' | 'groupBy' | 'first'>>;
  coverageTrend?: Resolver<Maybe<ResolversTypes['Coverage']>, ParentType, ContextType, RequireFields<QueryCoverageTrendArgs, 'from' | 'interval' | 'population' | 'groupBy' | 'first'>>;
  coverageGaps?: Resolver<Maybe<ResolversTypes['CoverageGapConnection']>, ParentType, ContextType, RequireFields<QueryCoverageGapsArgs, 'population' | 'first'>>;
  evaluation?: Resolver<Maybe<ResolversTypes['EvaluationScoreConnection']>, ParentType, ContextType, RequireFields<QueryEvaluationArgs, 'year' | 'of' | 'population' | 'first'>>;
};

export type EvaluationScoreConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EvaluationScoreConnection'] = ResolversParentTypes['EvaluationScoreConnection']> = {
  asOf?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  edges?: Resolver<Array<ResolversTypes['EvaluationScoreEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['EvaluationScore']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  notes?: Resolver<Array<ResolversTypes['AnswerNote']>, ParentType, ContextType>;
  unmatched?: Resolver<Array<ResolversTypes['UnmatchedCode']>, ParentType, ContextType>;
  sources?: Resolver<Array<ResolversTypes['StatisticsSource']>, ParentType, ContextType>;
  criteriaVersion?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type EvaluationScoreEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EvaluationScoreEdge'] = ResolversParentTypes['EvaluationScoreEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['EvaluationScore'], ParentType, ContextType>;
};

export type EvaluationScoreResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EvaluationScore'] = ResolversParentTypes['EvaluationScore']> = {
  pairing?: Resolver<Maybe<ResolversTypes['Pairing']>, ParentType, ContextType>;
  organization?: Resolver<Maybe<ResolversTypes['Organization']>, ParentType, ContextType>;
  county?: Resolver<Maybe<ResolversTypes['County']>, ParentType, ContextType>;
  province?: Resolver<Maybe<ResolversTypes['Province']>, ParentType, ContextType>;
  score?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  confidence?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  indicators?: Resolver<Array<ResolversTypes['EvaluationIndicator']>, ParentType, ContextType>;
};

export type EvaluationIndicatorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EvaluationIndicator'] = ResolversParentTypes['EvaluationIndicator']> = {
  indicator?: Resolver<ResolversTypes['EvaluationIndicatorCode'], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  counted?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  of?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  weight?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  sources?: Resolver<Array<ResolversTypes['StatisticsSource']>, ParentType, ContextType>;
  english?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  chinese?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CoverageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Coverage'] = ResolversParentTypes['Coverage']> = {
  asOf?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  asOfReason?: Resolver<Maybe<ResolversTypes['LocalizedText']>, ParentType, ContextType>;
  rows?: Resolver<Array<ResolversTypes['CoverageRow']>, ParentType, ContextType>;
  rowCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totals?: Resolver<ResolversTypes['CoverageRow'], ParentType, ContextType>;
  measures?: Resolver<Array<ResolversTypes['MeasureNote']>, ParentType, ContextType>;
  notes?: Resolver<Array<ResolversTypes['AnswerNote']>, ParentType, ContextType>;
  unmatched?: Resolver<Array<ResolversTypes['UnmatchedCode']>, ParentType, ContextType>;
  sources?: Resolver<Array<ResolversTypes['StatisticsSource']>, ParentType, ContextType>;
};

export type AnswerNoteResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AnswerNote'] = ResolversParentTypes['AnswerNote']> = {
  code?: Resolver<ResolversTypes['AnswerNoteCode'], ParentType, ContextType>;
  english?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  chinese?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type UnmatchedCodeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UnmatchedCode'] = ResolversParentTypes['UnmatchedCode']> = {
  argument?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  english?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  chinese?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type LocalizedTextResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LocalizedText'] = ResolversParentTypes['LocalizedText']> = {
  english?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  chinese?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MeasureNoteResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MeasureNote'] = ResolversParentTypes['MeasureNote']> = {
  measure?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  additive?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  additiveOver?: Resolver<Array<ResolversTypes['CoverageDimension']>, ParentType, ContextType>;
  split?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  stock?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  definition?: Resolver<ResolversTypes['LocalizedText'], ParentType, ContextType>;
};

export type StatisticsSourceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StatisticsSource'] = ResolversParentTypes['StatisticsSource']> = {
  agency?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  dataThrough?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  reaches?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  readAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lagSeconds?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  dataVersion?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rows?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rejected?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  datasets?: Resolver<Array<ResolversTypes['StatisticsDataset']>, ParentType, ContextType>;
};

export type StatisticsDatasetResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StatisticsDataset'] = ResolversParentTypes['StatisticsDataset']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  asOf?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  confidence?: Resolver<ResolversTypes['Confidence'], ParentType, ContextType>;
};

export type CoverageRowResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CoverageRow'] = ResolversParentTypes['CoverageRow']> = {
  province?: Resolver<Maybe<ResolversTypes['Province']>, ParentType, ContextType>;
  prefectureCode?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  prefectureName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  county?: Resolver<Maybe<ResolversTypes['County']>, ParentType, ContextType>;
  designation?: Resolver<Maybe<ResolversTypes['DesignationList']>, ParentType, ContextType>;
  kind?: Resolver<Maybe<ResolversTypes['HelpKind']>, ParentType, ContextType>;
  organizationKind?: Resolver<Maybe<ResolversTypes['OrganizationKind']>, ParentType, ContextType>;
  sector?: Resolver<Maybe<ResolversTypes['OrganizationSector']>, ParentType, ContextType>;
  level?: Resolver<Maybe<ResolversTypes['RegistrationLevel']>, ParentType, ContextType>;
  grade?: Resolver<Maybe<ResolversTypes['EvaluationGrade']>, ParentType, ContextType>;
  mechanism?: Resolver<Maybe<ResolversTypes['PairingMechanism']>, ParentType, ContextType>;
  year?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  date?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  counties?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  covered?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  coveredByAny?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  atRisk?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  uncovered?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  unknown?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  coverageRate?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  coverageRateByAny?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  organizations?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  pairings?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  projects?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  pledged?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  spent?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  beneficiaries?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  protectedCells?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  needsStated?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  needsMet?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['CoverageStatus']>, ParentType, ContextType>;
  reasons?: Resolver<Maybe<Array<ResolversTypes['CoverageReason']>>, ParentType, ContextType>;
};

export type CoverageReasonResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CoverageReason'] = ResolversParentTypes['CoverageReason']> = {
  code?: Resolver<ResolversTypes['CoverageReasonCode'], ParentType, ContextType>;
  since?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  pairing?: Resolver<Maybe<ResolversTypes['Pairing']>, ParentType, ContextType>;
  organization?: Resolver<Maybe<ResolversTypes['Organization']>, ParentType, ContextType>;
  standing?: Resolver<Maybe<ResolversTypes['StandingReasonCode']>, ParentType, ContextType>;
  english?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  chinese?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CoverageGapResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CoverageGap'] = ResolversParentTypes['CoverageGap']> = {
  county?: Resolver<Maybe<ResolversTypes['County']>, ParentType, ContextType>;
  province?: Resolver<Maybe<ResolversTypes['Province']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['CoverageStatus'], ParentType, ContextType>;
  reasons?: Resolver<Array<ResolversTypes['CoverageReason']>, ParentType, ContextType>;
  missingKinds?: Resolver<Array<ResolversTypes['HelpKind']>, ParentType, ContextType>;
  unmetNeeds?: Resolver<Array<ResolversTypes['UnmetNeed']>, ParentType, ContextType>;
  candidates?: Resolver<Array<ResolversTypes['Candidate']>, ParentType, ContextType, RequireFields<CoverageGapCandidatesArgs, 'includeAtRisk' | 'first'>>;
};

export type UnmetNeedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UnmetNeed'] = ResolversParentTypes['UnmetNeed']> = {
  need?: Resolver<Maybe<ResolversTypes['Need']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['HelpKind'], ParentType, ContextType>;
  partlyMet?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  since?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
};

export type CandidateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Candidate'] = ResolversParentTypes['Candidate']> = {
  organization?: Resolver<Maybe<ResolversTypes['Organization']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['HelpKind'], ParentType, ContextType>;
  rank?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  standing?: Resolver<ResolversTypes['StandingStatus'], ParentType, ContextType>;
  criteria?: Resolver<Array<ResolversTypes['CandidateCriterion']>, ParentType, ContextType>;
};

export type CandidateCriterionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CandidateCriterion'] = ResolversParentTypes['CandidateCriterion']> = {
  criterion?: Resolver<ResolversTypes['CandidateCriterionCode'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  of?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  english?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  chinese?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CoverageGapConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CoverageGapConnection'] = ResolversParentTypes['CoverageGapConnection']> = {
  asOf?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  edges?: Resolver<Array<ResolversTypes['CoverageGapEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['CoverageGap']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  candidatesAsOf?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  candidatesNote?: Resolver<Maybe<ResolversTypes['LocalizedText']>, ParentType, ContextType>;
  notes?: Resolver<Array<ResolversTypes['AnswerNote']>, ParentType, ContextType>;
  unmatched?: Resolver<Array<ResolversTypes['UnmatchedCode']>, ParentType, ContextType>;
  sources?: Resolver<Array<ResolversTypes['StatisticsSource']>, ParentType, ContextType>;
  criteriaVersion?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CoverageGapEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CoverageGapEdge'] = ResolversParentTypes['CoverageGapEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['CoverageGap'], ParentType, ContextType>;
};

export type ProvinceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Province'] = ResolversParentTypes['Province']> = {
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type CountyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['County'] = ResolversParentTypes['County']> = {
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type OrganizationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Organization'] = ResolversParentTypes['Organization']> = {
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type PairingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Pairing'] = ResolversParentTypes['Pairing']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type NeedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Need'] = ResolversParentTypes['Need']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  Money?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  EvaluationScoreConnection?: EvaluationScoreConnectionResolvers<ContextType>;
  EvaluationScoreEdge?: EvaluationScoreEdgeResolvers<ContextType>;
  EvaluationScore?: EvaluationScoreResolvers<ContextType>;
  EvaluationIndicator?: EvaluationIndicatorResolvers<ContextType>;
  Coverage?: CoverageResolvers<ContextType>;
  AnswerNote?: AnswerNoteResolvers<ContextType>;
  UnmatchedCode?: UnmatchedCodeResolvers<ContextType>;
  LocalizedText?: LocalizedTextResolvers<ContextType>;
  MeasureNote?: MeasureNoteResolvers<ContextType>;
  StatisticsSource?: StatisticsSourceResolvers<ContextType>;
  StatisticsDataset?: StatisticsDatasetResolvers<ContextType>;
  CoverageRow?: CoverageRowResolvers<ContextType>;
  CoverageReason?: CoverageReasonResolvers<ContextType>;
  CoverageGap?: CoverageGapResolvers<ContextType>;
  UnmetNeed?: UnmetNeedResolvers<ContextType>;
  Candidate?: CandidateResolvers<ContextType>;
  CandidateCriterion?: CandidateCriterionResolvers<ContextType>;
  CoverageGapConnection?: CoverageGapConnectionResolvers<ContextType>;
  CoverageGapEdge?: CoverageGapEdgeResolvers<ContextType>;
  Province?: ProvinceResolvers<ContextType>;
  County?: CountyResolvers<ContextType>;
  Organization?: OrganizationResolvers<ContextType>;
  Pairing?: PairingResolvers<ContextType>;
  Need?: NeedResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  bound?: BoundDirectiveResolver<any, any, ContextType>;
};
