"""What is written in these tests."""

RADIO = (
    "A trial of short radio plays was made in four districts with the help of local stations. "
    "Each play lasts five minutes, is recorded by pupils of a secondary school, and ends with a "
    "question that families may answer by telephone. Nine out of ten parents who were asked had "
    "heard at least one of the plays, and six in ten had spoken about it with a child. The cost "
    "of one play was less than that of a hundred posters. Stations in two other districts have "
    "asked to take part, and the recordings may be translated and broadcast by anybody who says "
    "where they come from."
)
ANOTHER_TOPIC = (
    "The budget of the secretariat for travel was used in the first half of the year. Fewer "
    "meetings away from headquarters are proposed, and those that remain should be planned a year "
    "ahead so that tickets are cheap. Interpretation for two languages may be asked for where a "
    "host country pays for the booths. The auditors will look at the figures in the autumn, and "
    "their remarks are sent to all administrations before the following session opens in Geneva."
)
REWORDED = RADIO.replace("four districts", "five counties").replace("Nine out of ten", "Most")
