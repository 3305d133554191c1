"""What engineers write between the terms of their trade: the most usual first, as the draw follows Zipf."""

PHRASES = tuple(
    line.strip()
    for line in """
        in real time
        without stopping operation
        lowers operating cost
        easy to install on existing equipment
        tested in the field
        proven in daily operation
        connects to SCADA over open protocols
        early warning before failure
        battery life of ten years
        works without a network connection
        cuts manual inspection
        one dashboard for all sites
        payback within two years
        machine learning on measured data
        an interface for other systems
        cloud or on-premises server
        for municipal operators
        installed by two technicians in a day
        high accuracy at low cost
        needs no digging
        patented method
        modular design
        fewer false alarms
        supports maintenance planning
        data stay with the customer
        continuous measurement around the clock
        energy consumption fell from 112 to 86 kWh
        losses fell from 14 % to 8 %
        response time fell from 6 hours to 40 minutes
        automatic reports for the regulator
        remote monitoring and control
        calibrated in our own laboratory
        rugged housing for outdoor use
        retrofit to old installations
        digital model of the whole network
        decision support for the control room
        reduces chemical consumption
        extends the service life of assets
        scales from a pilot to a whole city
        training for local staff
        spare parts in stock
        mobile application for field crews
        compared with conventional methods
        independent test report
        predicts demand for the coming day
        wireless sensors on existing poles
        low maintenance
        complies with national standards
        small footprint
        hardware and software from one supplier
        operates from minus 20 to plus 60 degrees
        results within fifteen minutes
        no moving parts
        detects anomalies automatically
        combines several sources of data
        edge computing at the site
        encrypted transmission
        maps every event on a geographic information system
        pilot completed with a public utility
        service contract with guaranteed availability
        solar powered
        handles peak load
        improves safety of workers
        reduces emissions of carbon dioxide
        open architecture
        self-cleaning
        simulation before construction
        licensed to local manufacturers
        quality control on the production line
        mounted on vehicles
        from design to commissioning
        traceable from source to consumer
        optimises the schedule
        supervised by a joint team
        acceptance test by the customer
        root cause analysis
        replaces sampling by hand
        resistant to corrosion
        measurable improvement within one season
        integration with the existing platform
    """.strip().splitlines()
)
