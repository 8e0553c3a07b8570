import type { RefusalCode } from '../domain/errors.js';

/** A request that is refused: becomes a problem (RFC 9457) or a page with the same code and sentence. */
export class Refused extends Error {
  constructor(
    readonly code: RefusalCode,
    /** Details, one per thing wrong. */
    readonly errors: readonly object[] = [],
    readonly detail?: string,
  ) {
    super(code);
  }
}

/** The HTTP status of a refusal. */
export function statusOf(code: RefusalCode): number {
  switch (code) {
    case 'BAD_JSON':
    case 'BODY_INVALID':
    case 'IMPORT_INVALID':
    case 'PERIOD_INVALID':
    case 'TEMPLATE_INVALID':
    case 'TEMPLATE_WITHOUT_STEPS':
    case 'IDEMPOTENCY_KEY_MISSING':
    case 'CONTENT_INVALID':
    case 'REASON_MISSING':
    case 'DRAFT_TAG_INVALID':
    case 'TEXT_MISSING':
    case 'FILE_MISSING':
    case 'FILE_EMPTY':
    case 'FORM_BROKEN':
    case 'FILE_BROKEN':
    case 'WORKBOOK_INVALID':
      return 400;
    case 'NOT_SIGNED_IN':
    case 'SIGN_IN_FAILED':
      return 401;
    case 'FORBIDDEN':
    case 'CSRF':
    case 'NOT_YOUR_STEP':
    case 'TOOK_PART':
    case 'OWN_WORK':
    case 'OWN_UNIT':
    case 'METRIC_NOT_YOURS':
    case 'TASK_NOT_YOURS':
    case 'ACTION_NOT_YOURS':
    case 'ASK_NOT_YOURS':
    case 'NOT_IN_LINE':
    case 'RECOGNITION_SAME_PERSON':
    case 'NOMINEE_ACTS':
    case 'RATER_NOT_ASKED':
    case 'ITEM_NOT_YOURS':
    case 'DEVELOPMENT_NOT_YOURS':
    case 'TRAINING_OWN':
      return 403;
    case 'NOT_FOUND':
    case 'STEP_NOT_FOUND':
      return 404;
    case 'METHOD_NOT_ALLOWED':
      return 405;
    case 'DRAFT_CHANGED':
    case 'STRATEGY_CHANGED':
      return 412;
    case 'BODY_TOO_LARGE':
    case 'FILE_TOO_LARGE':
    case 'FILE_UNFOLDS_TOO_LARGE':
    case 'FILE_TOO_MANY_ROWS':
    case 'EVIDENCE_FILE_TOO_LARGE':
    case 'EVIDENCE_FILES_TOO_LARGE':
    case 'EVIDENCE_FILE_UNFOLDS':
    case 'REPORT_TOO_LARGE':
      return 413;
    case 'UNSUPPORTED_TYPE':
    case 'FILE_NOT_A_WORKBOOK':
    case 'FILE_OLD_WORKBOOK':
    case 'FILE_ENCRYPTED':
    case 'FILE_WITH_MACROS':
    case 'EVIDENCE_FILE_KIND':
    case 'EVIDENCE_FILE_NOT_AS_NAMED':
      return 415;
    case 'IDEMPOTENCY_KEY_REUSED':
    case 'FINDINGS_OPEN':
    case 'WARNING_UNANSWERED':
    case 'EVIDENCE_MISSING':
    case 'CYCLE_PREFLIGHT_FAILED':
    case 'VALUE_WITHOUT_REASON':
    case 'CORRECTION_MISSING':
    case 'RULES_UNCHANGED':
    case 'GUARD_UNFIT':
    case 'NOTHING_CHANGED':
    case 'ACTION_MISSING':
    case 'DUE_NOT_AHEAD':
    case 'OWNER_NOT_IN_UNIT':
    case 'FOLLOW_UP_MISSING':
    case 'RECOGNITION_WITHOUT_GROUND':
    case 'NOMINEE_NOT_OF_UNIT':
    case 'NOMINEE_GONE':
    case 'NEXT_CYCLE_MODE':
    case 'EVIDENCE_UNFIT':
    case 'EVIDENCE_UNKNOWN':
    case 'RATING_OUT_OF_SCALE':
    case 'QUOTA_UNMET':
    case 'CALIBRATION_UNFIT':
    case 'TALK_NOT_HELD_YET':
    case 'TALK_BEFORE_RESULT':
    case 'ITEM_OWNER_UNFIT':
    case 'ITEM_UNKNOWN':
    case 'LINE_UNKNOWN':
    case 'DEVELOPMENT_NEW':
    case 'PERSON_NOT_IN_UNIT':
    case 'SUPPORTER_UNKNOWN':
    case 'TRAINING_NOT_OFFERED':
    case 'TRAINING_CURRENCY':
    case 'PROPOSAL_UNANSWERED':
    case 'CRITERION_NOT_MET':
    case 'NOTICE_TOO_SHORT':
      return 422;
    case 'DRAFT_TAG_MISSING':
    case 'STRATEGY_TAG_MISSING':
      return 428;
    case 'TOO_MANY_REQUESTS':
      return 429;
    case 'INTERNAL':
      return 500;
    case 'ENGINE_AWAY':
    case 'DATABASE_AWAY':
      return 503;
    default:
      return 409;
  }
}
