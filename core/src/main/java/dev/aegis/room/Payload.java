package dev.aegis.room;

/** The typed content of a message: what agents decide upon. One type for each intent. */
public sealed interface Payload
    permits Signal,
        Diagnosis,
        Remediation,
        ValidationResult,
        SecurityReview,
        SecuritySignoff,
        ApprovalRequest,
        Approval,
        Execution,
        Verification,
        Decision,
        Postmortem,
        Escalation,
        Deferral,
        Question,
        Answer,
        Remark,
        Challenge,
        Recheck,
        MemoryMark,
        Advice,
        Timer {
  /** Which intent carries it. */
  Intent intent();
}
