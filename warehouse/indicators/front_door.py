"""Front door: contacts, referrals and assessments."""

from datetime import date

from warehouse.indicator import Exclusion, Proportion

INDICATORS = (
    Proportion(
        code="FD-CONT-EH",
        title="% of contacts progressing to early help",
        service_area="Front door",
        definition="Contacts received in the period whose outcome is early help, of all contacts received in the "
        "period. "
        "A contact still undecided counts in the denominator.",
        why="Shows whether families get help early, before a statutory threshold is reached.",
        population="contacts",
        dated_by="contact_on",
        over="period",
        numerator="contact_outcome_code = 'EARLY_HELP'",
        unknown_when="contact_outcome_code IS NULL",
        needs=("contacts",),
        better="higher",
        source="Local definition; the scrutiny deck prints the name, not the formula",
        evidence="local",
        owner="Head of Service, MASH, Early Intervention and Edge of Care",
        reviewed_on=date(2026, 11, 22),
    ),
    Proportion(
        code="FD-REF-ASMT",
        title="% of referrals to children's social care progressing to assessment",
        service_area="Front door",
        definition="Referrals received in the period that are followed by an assessment: one that names the "
        "referral, or one of "
        "the same child started within 30 days. Of all referrals received in the period.",
        why="A low figure means that referrals below the threshold are being accepted.",
        population="referral_progress",
        dated_by="referral_on",
        over="period",
        numerator="has_assessment",
        needs=("referrals", "assessments"),
        better="higher",
        source="Local definition; 30 days as in regional referral journey reports",
        evidence="local",
        owner="Group Manager, Assessment",
        reviewed_on=date(2026, 11, 22),
    ),
    Proportion(
        code="FD-ASMT-45",
        title="% of assessments completed within 45 working days",
        service_area="Front door",
        definition="Assessments authorised in the period that took 45 working days or fewer from the day they "
        "started (day 0), "
        "of all assessments authorised in the period. Bank holidays in England are not working days.",
        why="Statutory limit; late assessments leave children waiting for help.",
        population="assessment_timed",
        dated_by="authorised_on",
        over="period",
        numerator="working_days <= 45",
        exclusions=(Exclusion("authorised before it started", "authorised_on < started_on"),),
        unknown_when="working_days IS NULL",
        needs=("assessments",),
        better="higher",
        source="Children in need statistics: assessments by duration; clock from the assessment's own start",
        evidence="published",
        owner="Group Manager, Assessment",
        reviewed_on=date(2026, 11, 22),
    ),
)
